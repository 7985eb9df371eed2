// SPDX-License-Identifier: Apache-2.0
// One websocket that comes back by itself: at once when the device is online or looked at again, else after 1, 2,
// 4 … 30 s with jitter. Messages go one at a time and stay in memory until they are acknowledged, so each refusal
// belongs to a known message, and what was cut off is sent again under the same id and answered once.
import { SUBPROTOCOL, parseFrame, type Incoming, type Lang, type Outgoing, type Problem, type Welcome } from '../shared/protocol';
import { memory } from './memory';

const RETRY_MAX_MS = 30000;
const SILENCE_MS = 20000; // of a service that owes us a frame: the line is dead
const QUIET_MS = 20000;   // after which a page that is looked at again asks whether the line lives

const later: Record<string, number> = { rate: 6000, busy: 3000 }; // milliseconds until the refused message goes again

export interface Listener {
    onState(isOpen: boolean): void;
    onFrame(frame: Incoming): void;
    onRefused(id: string): void; // it will not be sent again
}

export class Connection {
    private socket: WebSocket | null = null;
    private isReady = false;
    private inFlight: string | null = null;
    private tries = 0;
    private heardAt = 0;
    private retryTimer = 0;
    private silenceTimer = 0;
    private laterTimer = 0;

    constructor(private readonly listener: Listener, private readonly lang: () => Lang) {
        window.addEventListener('online', () => this.wake(true));
        window.addEventListener('offline', () => { if (this.socket) this.lost(); });
        window.addEventListener('pageshow', (event) => { if (event.persisted) this.wake(true); });
        document.addEventListener('visibilitychange', () => { if (!document.hidden) this.wake(false); });
    }

    open(): void {
        window.clearTimeout(this.retryTimer);
        const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
        const socket = new WebSocket(`${scheme}//${location.host}/chat/ws`, SUBPROTOCOL);
        this.socket = socket;
        this.expect();
        socket.onopen = () => { if (socket === this.socket) this.greet(); };
        socket.onmessage = (event) => { if (socket === this.socket) this.take(event.data); };
        socket.onclose = () => { if (socket === this.socket) this.lost(); };
    }

    // As somebody else, or as nobody yet: over a new socket.
    restart(): void {
        this.drop();
        this.open();
    }

    // Says who we are and in which language; the service answers with what we have missed.
    greet(): void {
        if (this.socket?.readyState !== WebSocket.OPEN) return;
        this.put({ type: 'hello', token: memory.token, lang: this.lang(), last_seq: memory.lastSeq });
        this.expect();
    }

    flush(): void {
        const next = memory.unsent[0];
        if (!this.isReady || this.inFlight !== null || !next) return;
        this.inFlight = next.id;
        this.put(next);
        this.expect();
    }

    private put(frame: Outgoing): void {
        this.socket?.send(JSON.stringify(frame));
    }

    private expect(): void {
        window.clearTimeout(this.silenceTimer);
        this.silenceTimer = window.setTimeout(() => this.lost(), SILENCE_MS);
    }

    private take(data: unknown): void {
        this.heardAt = Date.now();
        const frame = parseFrame(data);
        if (!frame) return;
        if (frame.type === 'welcome') this.welcomed(frame);
        if (frame.type === 'ack') this.settle(frame.id);
        if (frame.type === 'error') this.refused(frame);
        if (this.isReady && this.inFlight === null) window.clearTimeout(this.silenceTimer); // nothing is owed
        this.listener.onFrame(frame);
        this.flush();
    }

    private welcomed(frame: Welcome): void {
        memory.welcomed(frame.token, frame.seq);
        this.isReady = true;
        this.tries = 0;
        this.listener.onState(true);
    }

    private settle(id: string): void {
        memory.release(id);
        if (this.inFlight === id) this.inFlight = null;
    }

    private refused(frame: Problem): void {
        const id = this.inFlight, wait = later[frame.code];
        if (id === null) return;
        if (wait !== undefined) {
            this.laterTimer = window.setTimeout(() => { this.inFlight = null; this.flush(); }, wait * (0.75 + Math.random() / 2));
            return;
        }
        this.settle(id);
        this.listener.onRefused(id);
    }

    private drop(): void {
        for (const timer of [this.retryTimer, this.silenceTimer, this.laterTimer]) window.clearTimeout(timer);
        const old = this.socket;
        this.socket = null;
        this.isReady = false;
        this.inFlight = null;
        old?.close();
    }

    private lost(): void {
        this.drop();
        this.listener.onState(false);
        const wait = Math.min(RETRY_MAX_MS, 1000 * 2 ** this.tries++);
        this.retryTimer = window.setTimeout(() => this.open(), wait * (0.5 + Math.random() / 2));
    }

    private wake(isSudden: boolean): void {
        if (!this.socket) {
            this.tries = 0;
            this.open();
        } else if (this.isReady && (isSudden || Date.now() - this.heardAt > QUIET_MS)) {
            this.greet();
        }
    }
}
