// SPDX-License-Identifier: Apache-2.0
// What this device remembers of the conversation: who we are, what was said (at most 200 entries), what still waits.
import type { Lang, Message, Choice, Reply } from '../shared/protocol';

export type Entry = { from: 'me'; id: string; text: string } | { from: 'them'; reply: Reply };
export type Unsent = (Message | Choice) & { shown: string };

interface State { token: string | null; lastSeq: number; lang: Lang | null; next: number; entries: Entry[]; unsent: Unsent[] }

const KEY = 'lurus-chat';
const ENTRIES_MAX = 200;
const fresh = (): State => ({ token: null, lastSeq: 0, lang: null, next: 1, entries: [], unsent: [] });

function load(): State {
    try {
        return { ...fresh(), ...(JSON.parse(localStorage.getItem(KEY) || '{}') as Partial<State>) };
    } catch {
        return fresh();
    }
}

let state = load();

function save(): void {
    try {
        localStorage.setItem(KEY, JSON.stringify(state));
    } catch {
        // Private mode or a full device: the conversation lives as long as the page.
    }
}

export const memory = {
    get token(): string | null { return state.token; },
    get lastSeq(): number { return state.lastSeq; },
    get lang(): Lang | null { return state.lang; },
    get entries(): readonly Entry[] { return state.entries; },
    get unsent(): readonly Unsent[] { return state.unsent; },
    setLang(lang: Lang): void { state.lang = lang; save(); },
    // Another token than ours means that the service doesn't know us any more: it counts from the start again.
    setToken(token: string): void {
        if (state.token !== token) state.lastSeq = 0;
        state.token = token;
        save();
    },
    newId(): string {
        const id = `m${state.next++}-${Math.random().toString(36).slice(2, 8)}`;
        save();
        return id;
    },
    add(entry: Entry): void {
        state.entries.push(entry);
        state.entries.splice(0, Math.max(0, state.entries.length - ENTRIES_MAX));
        if (entry.from === 'them') state.lastSeq = Math.max(state.lastSeq, entry.reply.seq);
        save();
    },
    hold(item: Unsent): void { state.unsent.push(item); save(); },
    release(id: string): void { state.unsent = state.unsent.filter((u) => u.id !== id); save(); },
    isNew(reply: Reply): boolean { return reply.seq > state.lastSeq; },
    forget(): void { state = { ...fresh(), lang: state.lang }; save(); },
};
