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
export interface Problem { type: 'error'; code: string; text: string }
export type Incoming = Welcome | Ack | Reply | Typing | Problem;

export interface Hello { type: 'hello'; token: string | null; lang: Lang; last_seq: number }
export interface Message { type: 'message'; id: string; text: string }
export interface Choice { type: 'choice'; id: string; choice: string }
export type Outgoing = Hello | Message | Choice;

export const SUBPROTOCOL = 'lurus-chat';
export const TEXT_MAX = 4096; // characters

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 0);

function readButtons(value: unknown): Button[] {
    if (!Array.isArray(value)) return [];
    return value.filter(isObject).map((b) => ({ id: text(b['id']), title: text(b['title']) })).filter((b) => b.id && b.title);
}

function readSource(value: unknown): Source | null {
    if (!isObject(value) || !/^https?:\/\//i.test(text(value['url']))) return null;
    return { title: textOrNull(value['title']), url: text(value['url']), date: textOrNull(value['date']) };
}

export function readReply(f: Members): Reply {
    return {
        type: 'reply', seq: count(f['seq']), in_reply_to: textOrNull(f['in_reply_to']),
        from: f['from'] === 'operator' ? 'operator' : 'bot', outcome: text(f['outcome']), text: text(f['text']),
        verdict: textOrNull(f['verdict']), fact: textOrNull(f['fact']), source: readSource(f['source']), buttons: readButtons(f['buttons']),
    };
}

const readers: Record<string, (f: Members) => Incoming> = {
    welcome: (f) => ({ type: 'welcome', token: text(f['token']), seq: count(f['seq']), lang: f['lang'] === 'en' ? 'en' : 'id' }),
    ack: (f) => ({ type: 'ack', id: text(f['id']) }),
    reply: readReply,
    typing: () => ({ type: 'typing' }),
    error: (f) => ({ type: 'error', code: text(f['code']), text: text(f['text']) }),
};

// Frames of a kind that this page doesn't know are ignored: a newer service may send them.
export function parseFrame(data: unknown): Incoming | null {
    if (typeof data !== 'string') return null;
    try {
        const frame: unknown = JSON.parse(data);
        return isObject(frame) ? readers[text(frame['type'])]?.(frame) ?? null : null;
    } catch {
        return null;
    }
}
