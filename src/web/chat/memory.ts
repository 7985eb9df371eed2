// SPDX-License-Identifier: Apache-2.0
// What this device remembers of the conversation: who we are, what was said (at most 200 entries), what still waits.
// Several tabs share it: each reads it again before a change and when another has written.
import { readReply, type Choice, type Lang, type Message, type Reply } from '../shared/protocol';

// `lang` is that of the page at the time, for those who listen to it.
export type Entry = { at: number; lang: Lang } & ({ from: 'me'; id: string; text: string } | { from: 'them'; reply: Reply });
export type Unsent = Message | Choice;

export interface State { token: string | null; lastSeq: number; lang: Lang | null; entries: Entry[]; unsent: Unsent[] }

const KEY = 'lurus-chat';
export const ENTRIES_MAX = 200;
const fresh = (lang: Lang | null): State => ({ token: null, lastSeq: 0, lang, entries: [], unsent: [] });

function readEntry(value: unknown): Entry[] {
    const e = value as Record<string, unknown> | null;
    const lang = e?.['lang'] === 'en' ? 'en' : 'id', at = Number(e?.['at']) || 0;
    if (e?.['from'] === 'me') return [{ at, lang, from: 'me', id: String(e['id']), text: String(e['text']) }];
    if (e?.['from'] === 'them' && e['reply']) return [{ at, lang, from: 'them', reply: readReply(e['reply'] as Record<string, unknown>) }];
    return [];
}

function list(value: unknown): unknown[] {
    return Array.isArray(value) ? value : [];
}

function load(): State {
    try {
        const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
        const lang = kept['lang'] === 'id' || kept['lang'] === 'en' ? kept['lang'] : null;
        return {
            token: typeof kept['token'] === 'string' ? kept['token'] : null, lastSeq: Number(kept['lastSeq']) || 0, lang,
            entries: list(kept['entries']).map(readEntry).reduce((all, some) => all.concat(some), []),
            unsent: list(kept['unsent']).filter((u) => typeof (u as Unsent | null)?.id === 'string') as Unsent[],
        };
    } catch {
        return fresh(null);
    }
}

let state = load();
let isKept = true; // what we know is in the storage

function save(): void {
    try {
        localStorage.setItem(KEY, JSON.stringify(state));
        isKept = true;
    } catch {
        isKept = false; // private mode or a full device: the conversation lives as long as the page
    }
}

// A tab of another process may write before it sees what we wrote: what this one added lately is put back. An item
// that was delivered meanwhile goes again under its id, and is answered once.
const OWN_MS = 5000;
let own: { at: number; entry?: Entry; item?: Unsent }[] = [];

const isSame = (a: Entry, b: Entry): boolean =>
    a.from === 'me' ? b.from === 'me' && a.id === b.id
        : b.from === 'them' && a.reply.seq === b.reply.seq && a.reply.in_reply_to === b.reply.in_reply_to && a.reply.text === b.reply.text;

function refresh(): void {
    if (!isKept) return;
    const { token } = state;
    state = load();
    own = state.token === token ? own.filter((o) => Date.now() - o.at < OWN_MS) : [];
    const entries = own.map((o) => o.entry).filter((e): e is Entry => !!e && !state.entries.some((kept) => isSame(kept, e)));
    const items = own.map((o) => o.item).filter((i): i is Unsent => !!i && !state.unsent.some((kept) => kept.id === i.id));
    if (!entries.length && !items.length) return;
    state.entries = [...state.entries, ...entries].sort((a, b) => a.at - b.at).slice(-ENTRIES_MAX);
    state.unsent = [...state.unsent, ...items];
    save();
}

function change(act: () => void): void {
    refresh();
    act();
    save();
}

export const memory = {
    get token(): string | null { return state.token; },
    get lastSeq(): number { return state.lastSeq; },
    get lang(): Lang | null { return state.lang; },
    get entries(): readonly Entry[] { return state.entries; },
    get unsent(): readonly Unsent[] { return state.unsent; },
    setLang(lang: Lang): void { change(() => { state.lang = lang; }); },
    // A smaller number than ours, or another token: the service has forgotten us and counts from the start again.
    welcomed(token: string, seq: number): void {
        change(() => {
            state.lastSeq = state.token === token ? Math.min(state.lastSeq, seq) : 0;
            state.token = token;
        });
    },
    newId(): string {
        const random = crypto.getRandomValues(new Uint32Array(3));
        return Array.from(random, (n) => n.toString(36)).join('-');
    },
    add(entry: Entry): void {
        change(() => {
            state.entries.push(entry);
            state.entries.splice(0, Math.max(0, state.entries.length - ENTRIES_MAX));
            if (entry.from === 'them') state.lastSeq = entry.reply.seq;
            own.push({ at: Date.now(), entry });
        });
    },
    // The number alone doesn't tell: after an erasure the service counts from 1 again within one connection.
    isNew(reply: Reply): boolean {
        refresh();
        const entry: Entry = { from: 'them', reply, at: 0, lang: 'id' };
        return !state.entries.some((kept) => isSame(kept, entry));
    },
    hold(item: Unsent): void {
        change(() => {
            state.unsent.push(item);
            own.push({ at: Date.now(), item });
        });
    },
    release(id: string): void {
        own = own.filter((o) => o.item?.id !== id);
        change(() => { state.unsent = state.unsent.filter((u) => u.id !== id); });
    },
    isWaiting(id: string): boolean { return state.unsent.some((u) => u.id === id); },
    forget(): State {
        const old = state;
        own = [];
        state = fresh(old.lang);
        save();
        return old;
    },
    restore(old: State): void {
        own = [];
        state = { ...old, lang: state.lang };
        save();
    },
    // Calls when another tab has written; what is in the storage now counts, not what the event carries.
    onOther(changed: () => void): void {
        window.addEventListener('storage', (event) => {
            if (event.key !== KEY && event.key !== null) return;
            refresh();
            changed();
        });
    },
};
