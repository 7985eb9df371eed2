// SPDX-License-Identifier: Apache-2.0
// What the tests on raw sockets share: the real binary, requests byte by byte, and a websocket by hand.
'use strict';
const assert = require('node:assert');
const crypto = require('crypto');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');

const lurus = path.resolve(process.env.LURUS_BIN || 'build/dev/lurus');
const SECRET = 'edge-secret';
const WHATSAPP = `whatsapp { phone_number_id = "106540352242922" access_token = "t" app_secret = "${SECRET}"
  verify_token = "edge-token" api_base = "http://127.0.0.1:9" }\n`;
const servers = [];

async function start(config, more = '') {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'lurus-raw-'));
    const conf = path.join(dir, 'lurus.conf');
    fs.writeFileSync(conf, `server { listen = "127.0.0.1:0" ${more} }\n${config}`);
    const child = spawn(lurus, ['-c', conf, 'serve'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const server = { child, dir, log: '' };
    server.exited = new Promise((done) => child.once('exit', (code) => done(code)));
    await new Promise((done, failed) => {
        child.stderr.on('data', (data) => {
            server.log += data;
            const ready = /ready on .*:(\d+)/.exec(server.log);
            if (ready) {
                server.port = Number(ready[1]);
                done();
            }
        });
        child.once('exit', () => failed(new Error(server.log)));
    });
    servers.push(server);
    return server;
}

// Writes, then gathers what comes until the other side closes or nothing came for `quiet` ms.
function talk(port, bytes, { quiet = 400, chunks = [] } = {}) {
    return new Promise((done) => {
        const socket = net.connect(port, '127.0.0.1');
        const got = [];
        let closed = false;
        let timer = null;
        const finish = () => {
            clearTimeout(timer);
            socket.destroy();
            done({ text: Buffer.concat(got).toString('latin1'), closed });
        };
        const wait = () => {
            clearTimeout(timer);
            timer = setTimeout(finish, quiet);
        };
        socket.on('data', (data) => {
            got.push(data);
            wait();
        });
        socket.on('error', () => { closed = true; });
        socket.on('close', () => {
            closed = true;
            finish();
        });
        socket.on('connect', async () => {
            wait();
            for (const part of [bytes, ...chunks]) {
                if (socket.destroyed) break;
                socket.write(part);
                await new Promise((next) => setTimeout(next, 30));
            }
        });
    });
}

const status = (answer) => Number((/^HTTP\/1\.1 (\d+)/.exec(answer.text) || [])[1] || 0);
const body = (answer) => answer.text.slice(answer.text.indexOf('\r\n\r\n') + 4);
const code = (answer) => JSON.parse(body(answer)).code;
const sign = (bytes) => `sha256=${crypto.createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
function post(target, bytes, headers = {}) {
    const all = { Host: 'x', 'Content-Length': Buffer.byteLength(bytes), ...headers };
    const head = Object.entries(all).filter(([, v]) => v !== null).map(([k, v]) => `${k}: ${v}\r\n`).join('');
    return Buffer.concat([Buffer.from(`POST ${target} HTTP/1.1\r\n${head}\r\n`), Buffer.from(bytes)]);
}
const hook = (bytes, headers = {}) => post('/hook/whatsapp', bytes, { 'X-Hub-Signature-256': sign(bytes), ...headers });
const message = (id, text) => JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '1', phone_number_id: '106540352242922' },
        messages: [{ from: '6281200000001', id, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body: text } }],
    } }] }],
});
const get = (target, headers = '') => `GET ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

async function alive(server) {
    const answer = await talk(server.port, get('/healthz', 'Connection: close\r\n'));
    assert.strictEqual(status(answer), 200, 'the server lives on');
}

function killAll() {
    for (const server of servers) server.child.kill('SIGKILL');
}

// A websocket's client, that can also say what it must not.
class Chat {
    static async open(port, headers = {}, target = '/chat/ws') {
        const chat = new Chat();
        const all = { Host: `127.0.0.1:${port}`, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13,
            'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Protocol': 'lurus-chat', ...headers };
        const lines = Object.entries(all).filter(([, v]) => v !== null).map(([k, v]) => `${k}: ${v}\r\n`).join('');
        chat.socket = net.connect(port, '127.0.0.1');
        chat.bytes = Buffer.alloc(0);
        chat.frames = [];
        chat.heard = () => {};
        chat.socket.on('error', () => {});
        chat.socket.on('data', (data) => {
            chat.bytes = Buffer.concat([chat.bytes, data]);
            chat.cut();
            chat.heard();
        });
        chat.socket.on('close', () => {
            chat.closed = true;
            chat.heard();
        });
        chat.socket.write(`GET ${target} HTTP/1.1\r\n${lines}\r\n`);
        while (chat.head === undefined && !chat.closed) await new Promise((done) => { chat.heard = done; });
        return chat;
    }

    cut() {
        if (this.head === undefined) {
            const end = this.bytes.indexOf('\r\n\r\n');
            if (end < 0) return;
            this.head = this.bytes.subarray(0, end).toString();
            this.bytes = this.bytes.subarray(end + 4);
        }
        while (this.bytes.length >= 2) {
            let len = this.bytes[1] & 0x7f;
            let at = 2;
            if (len === 126) {
                if (this.bytes.length < 4) return;
                len = this.bytes.readUInt16BE(2);
                at = 4;
            }
            if (this.bytes.length < at + len) return;
            this.frames.push({ op: this.bytes[0] & 15, data: this.bytes.subarray(at, at + len) });
            this.bytes = this.bytes.subarray(at + len);
        }
    }

    // A masked frame of a client.
    raw(first, data) {
        const payload = Buffer.from(data);
        const head = payload.length < 126 ? Buffer.from([first, 0x80 | payload.length])
            : payload.length < 65536 ? Buffer.from([first, 0xfe, payload.length >> 8, payload.length & 255])
                : Buffer.from([first, 0xff, 0, 0, 0, 0, payload.length >>> 24, (payload.length >> 16) & 255, (payload.length >> 8) & 255, payload.length & 255]);
        const mask = Buffer.from([1, 2, 3, 4]);
        this.socket.write(Buffer.concat([head, mask, payload.map((byte, i) => byte ^ mask[i & 3])]));
    }

    say(value) {
        this.raw(0x81, typeof value === 'string' ? value : JSON.stringify(value));
    }

    // The next frame: its JSON, or {close: CODE}; null after the end or 5 s.
    async next() {
        const until = Date.now() + 5000;
        while (!this.frames.length) {
            if (this.closed || Date.now() > until) return null;
            await Promise.race([new Promise((done) => { this.heard = done; }), new Promise((done) => { setTimeout(done, 200).unref(); })]);
        }
        const frame = this.frames.shift();
        if (frame.op === 8) return { close: frame.data.length >= 2 ? frame.data.readUInt16BE(0) : 1005 };
        if (frame.op === 10) return { pong: frame.data.toString() };
        return JSON.parse(frame.data.toString());
    }

    async until(type) {
        for (;;) {
            const value = await this.next();
            if (!value || value.type === type) return value;
        }
    }

    end() {
        this.socket.destroy();
    }
}

module.exports = { WHATSAPP, SECRET, start, killAll, talk, status, body, code, sign, post, hook, message, get, alive, Chat };
