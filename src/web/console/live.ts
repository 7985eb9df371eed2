// SPDX-License-Identifier: Apache-2.0
// What changes, told by the service: small hints with a running number, after which a page reads again through the
// API. The socket is open while somebody listens; it resumes after the last number that it saw, and waits longer and
// longer, with jitter, when nobody answers.
import { backoff, isObject } from './api';
import { Store } from './store';

export interface Hint { type: string; id: string }
export type Listener = (hint: Hint) => void; // type "reload": read everything again, hints were missed

const SUBPROTOCOL = 'lurus-console';
const RETRY_MAX_MS = 30000;
const SILENCE_MS = 20000; // without a welcome: the line is dead

const listeners = new Set<Listener>();
export const isLive = new Store<boolean>(false);
let socket: WebSocket | null = null;
let lastSeq = 0, tries = 0, retryTimer = 0, silenceTimer = 0;

function tell(hint: Hint): void {
    for (const listener of [...listeners]) listener(hint);
}

function take(data: unknown): void {
    let frame: unknown = null;
    try {
        frame = typeof data === 'string' ? JSON.parse(data) : null;
    } catch {
        return; // a newer service may say what this page can't read
    }
    if (!isObject(frame) || typeof frame['type'] !== 'string') return;
    const seq = typeof frame['seq'] === 'number' ? frame['seq'] : null;
    if (frame['type'] === 'welcome') {
        window.clearTimeout(silenceTimer);
        if (lastSeq === 0) lastSeq = seq ?? 0;
        tries = 0;
        isLive.set(true);
        return;
    }
    if (frame['type'] === 'reload') lastSeq = seq ?? 0;
    else if (seq === null || seq <= lastSeq) return; // told already
    else lastSeq = seq;
    tell({ type: frame['type'], id: String(frame['id'] ?? '') });
}

function lost(): void {
    drop();
    if (listeners.size) retryTimer = window.setTimeout(open, backoff(tries++, 1000, RETRY_MAX_MS));
}

function drop(): void {
    window.clearTimeout(retryTimer);
    window.clearTimeout(silenceTimer);
    const old = socket;
    socket = null;
    isLive.set(false);
    old?.close();
}

function open(): void {
    drop();
    const made = new WebSocket(`${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/console/ws`, SUBPROTOCOL);
    socket = made;
    silenceTimer = window.setTimeout(lost, SILENCE_MS);
    made.onopen = () => { if (made === socket) made.send(JSON.stringify({ type: 'hello', last_seq: lastSeq })); };
    made.onmessage = (event) => { if (made === socket) take(event.data); };
    made.onclose = () => { if (made === socket) lost(); };
}

function wake(): void {
    if (listeners.size && !isLive.value) {
        tries = 0;
        open();
    }
}

// What was heard belongs to one session: the next one starts afresh.
export function hangUp(): void {
    drop();
    lastSeq = 0;
}

let isWatching = false;
export function listen(listener: Listener): () => void {
    if (!isWatching) {
        isWatching = true;
        window.addEventListener('online', wake);
        window.addEventListener('offline', () => { if (socket) lost(); });
        document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });
    }
    listeners.add(listener);
    if (!socket) open();
    return () => {
        listeners.delete(listener);
        if (!listeners.size) drop();
    };
}
