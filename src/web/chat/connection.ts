// SPDX-License-Identifier: Apache-2.0
// One websocket that comes back by itself: at once when the device is online again, else after 1, 2, 4 … 30 s with
// jitter. What was not acknowledged is sent again under the same id, so it is answered once.
import { SUBPROTOCOL, parseFrame, type Incoming, type Lang, type Outgoing } from '../shared/protocol';
import { memory } from './memory';

const WAIT_MAX_MS = 30000;
const BUSY_MS = 3000;

export interface Listener { onState(isOpen: boolean): void; onFrame(frame: Incoming): void }

export class Connection {
    private socket: WebSocket | null = null;
    private isReady = false;
    private tries = 0;
    private timer = 0;

    constructor(private readonly listener: Listener, private readonly lang: () => Lang) {
        window.addEventListener('online', () => this.hurry());
        document.addEventListener('visibilitychange', () => { if (!document.hidden) this.hurry(); });
    }

    open(): void {
        window.clearTimeout(this.timer);
        const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
        const socket = new WebSocket(`${scheme}//${location.host}/chat/ws`, SUBPROTOCOL);
        this.socket = socket;
        socket.onopen = () => this.put({ type: 'hello', token: memory.token, lang: this.lang(), last_seq: memory.lastSeq });
        socket.onmessage = (event) => { if (socket === this.socket) this.take(event.data); };
        socket.onclose = () => { if (socket === this.socket) this.closed(); };
    }

    restart(): void {
        const old = this.socket;
        this.socket = null;
        this.isReady = false;
        old?.close();
        this.open();
    }

    // Sends what waits, when there is a connection that knows us.
    flush(): void {
        if (this.isReady) for (const { shown: _shown, ...frame } of memory.unsent) this.put(frame as Outgoing);
    }

    private put(frame: Outgoing): void {
        if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
    }

    private take(data: unknown): void {
        const frame = parseFrame(data);
        if (!frame) return;
        if (frame.type === 'welcome') {
            memory.setToken(frame.token);
            this.isReady = true;
            this.tries = 0;
            this.listener.onState(true);
            this.flush();
        } else if (frame.type === 'ack') {
            memory.release(frame.id);
        } else if (frame.type === 'error' && frame.code === 'busy') {
            window.setTimeout(() => this.flush(), BUSY_MS);
        }
        this.listener.onFrame(frame);
    }

    private closed(): void {
        this.isReady = false;
        this.listener.onState(false);
        const wait = Math.min(WAIT_MAX_MS, 1000 * 2 ** this.tries++);
        this.timer = window.setTimeout(() => this.open(), wait / 2 + Math.random() * wait / 2);
    }

    private hurry(): void {
        if (!this.socket || this.socket.readyState === WebSocket.CLOSED) {
            this.tries = 0;
            this.open();
        }
    }
}
