// SPDX-License-Identifier: Apache-2.0
// The frames of the web chat's websocket (subprotocol lurus-chat), one JSON object each.
export type Lang = 'id' | 'en';

export interface Button { id: string; title: string }
export interface Source { title: string | null; url: string; date: string | null }

export interface Welcome { type: 'welcome'; token: string; seq: number; lang: Lang }
export interface Ack { type: 'ack'; id: string }
export interface Reply {
    type: 'reply'; seq: number; in_reply_to: string | null; from: 'bot' | 'operator'; outcome: string; text: string;
    verdict: string | null; fact: string | null; source: Source | null; buttons: Button[];
}
export interface Typing { type: 'typing' }
export interface Problem { type: 'error'; code: 'bad_message' | 'too_long' | 'rate' | 'busy'; text: string }
export type Incoming = Welcome | Ack | Reply | Typing | Problem;

export interface Hello { type: 'hello'; token: string | null; lang: Lang; last_seq: number }
export interface Message { type: 'message'; id: string; text: string }
export interface Choice { type: 'choice'; id: string; choice: string }
export type Outgoing = Hello | Message | Choice;

export const SUBPROTOCOL = 'lurus-chat';
export const TEXT_MAX = 4096; // characters

export function parseFrame(data: unknown): Incoming | null {
    if (typeof data !== 'string') return null;
    try {
        const frame = JSON.parse(data) as Incoming;
        return frame && typeof frame === 'object' && typeof frame.type === 'string' ? frame : null;
    } catch {
        return null;
    }
}
