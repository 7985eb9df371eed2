// SPDX-License-Identifier: Apache-2.0
// The edge on raw sockets: what is refused, how, and that the server lives on (CONTRACT §3).
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const crypto = require('crypto');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const tls = require('tls');
const zlib = require('zlib');
const { spawn, spawnSync } = require('child_process');

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

let on;
let off;
before(async () => {
    on = await start(WHATSAPP);
    off = await start('');
});
after(() => {
    for (const server of servers) server.child.kill('SIGKILL');
});

async function alive(server) {
    const answer = await talk(server.port, get('/healthz', 'Connection: close\r\n'));
    assert.strictEqual(status(answer), 200, 'the server lives on');
}

// what, request, status (0: closed without one), is the connection closed?
const refusals = [
    ['a chunked body', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n', 400],
    ['Transfer-Encoding beside Content-Length', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc', 400],
    ['Transfer-Encoding: identity', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc', 400],
    ['Transfer-Encoding with a blank before its colon', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\nContent-Length: 3\r\n\r\nabc', 400],
    ['no Content-Length', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\n\r\nabc', 411],
    ['an empty Content-Length', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\nabc', 411],
    ['a list of two lengths', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 5\r\n\r\nabc', 400],
    ['two Content-Length', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc', 400],
    ['a negative length', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
    ['a length with a sign', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc', 400],
    ['a hexadecimal length', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc', 400],
    ['a length of nine digits', 'POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n', 413],
    ['more than 3 MiB', `POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: ${3 * 1024 * 1024 + 1}\r\n\r\n`, 413],
    ['an ask of more than 16 KiB', 'POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 16385\r\n\r\n', 413],
    ['an unknown channel', post('/hook/nowhere', '{}'), 404],
    ['an unknown channel, whatever the method', 'DELETE /hook/nowhere HTTP/1.1\r\nHost: x\r\n\r\n', 404],
    ['an unknown channel before its framing', 'POST /hook/nowhere HTTP/1.1\r\nHost: x\r\n\r\n', 404],
    ['a path below a hook', post('/hook/whatsapp/more', '{}'), 404],
    ['another method before the framing', 'PUT /hook/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', 405],
    ['a GET with a body', 'GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc', 400],
    ['an upgrade to h2c', get('/', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n'), 400],
    ['an unknown upgrade', get('/', 'Connection: Upgrade\r\nUpgrade: carrier-pigeon\r\n'), -1],
    ['a proxy request', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n', 0],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', -1],
    ['HTTP/0.9', 'GET /healthz\r\n\r\n', 400],
    ['a version that is none', 'GET /healthz HTTP/3.7\r\nHost: x\r\n\r\n', 400],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', -1],
    ['a header of 20 KiB', get('/', `X-Long: ${'a'.repeat(20 * 1024)}\r\n`), -1],
    ['3,000 headers', get('/', 'X-Many: 1\r\n'.repeat(3000)), -1],
    ['a path of 20 KiB', get(`/${'a'.repeat(20 * 1024)}`), -1],
    ['a path of 2 KiB', get(`/${'a'.repeat(2 * 1024)}`), 400],
    ['a NUL in the path', get('/chat%00.html'), -1],
    ['a path that climbs', get('/chat/../../etc/passwd'), 404],
    ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex'), -1],
];
for (const [what, request, wanted] of refusals) {
    test(`refused: ${what}`, async () => {
        const answer = await talk(on.port, request);
        if (wanted >= 0)
            assert.strictEqual(status(answer), wanted, answer.text);
        else
            assert.ok(status(answer) === 0 || status(answer) >= 400, answer.text);
        const mayStay = wanted === 404 && String(request).startsWith('GET');
        assert.ok(answer.closed || mayStay, 'the connection is closed');
        await alive(on);
    });
}

test('405 names what is allowed', async () => {
    const hookAnswer = await talk(on.port, 'DELETE /hook/whatsapp HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.strictEqual(status(hookAnswer), 405);
    assert.match(hookAnswer.text, /\r\nAllow: GET, HEAD, POST\r\n/);
    const ask = await talk(on.port, get('/api/v1/ask'));
    assert.strictEqual(status(ask), 405);
    assert.match(ask.text, /\r\nAllow: POST\r\n/);
});

test('a channel that is off is not there', async () => {
    assert.strictEqual(status(await talk(off.port, hook('{}'))), 404);
    assert.strictEqual(status(await talk(off.port, get('/hook/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=edge-token'))), 404);
    assert.strictEqual(status(await talk(off.port, 'DELETE /hook/whatsapp HTTP/1.1\r\nHost: x\r\n\r\n')), 404);
});

test('413 comes before the body was read', async () => {
    const socket = net.connect(on.port, '127.0.0.1');
    const began = Date.now();
    let text = '';
    socket.on('data', (data) => { text += data; });
    socket.on('error', () => {});
    const gone = new Promise((done) => socket.once('close', done));
    socket.write('POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n');
    const feed = setInterval(() => socket.destroyed || socket.write(Buffer.alloc(65536, 97)), 5);
    await gone;
    clearInterval(feed);
    assert.match(text, /^HTTP\/1\.1 413 /);
    assert.ok(Date.now() - began < 5000, 'at once');
    await alive(on);
});

test('a body of exactly 3 MiB is read, and its signature looked at', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024, 32);
    const answer = await talk(on.port, post('/hook/whatsapp', bytes, { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` }), { quiet: 8000 });
    assert.strictEqual(status(answer), 401);
});

test('Expect: 100-continue is answered', async () => {
    const answer = await talk(on.port, post('/api/v1/ask', '{"text":"hallo"}', { Expect: '100-continue' }));
    assert.match(answer.text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
});

const bad = Buffer.from('{"object":"x","entry":[],"a":"\xff\xfe"}', 'latin1');
const bodies = [
    ['no signature', hook('{}', { 'X-Hub-Signature-256': null }), 401],
    ['a wrong signature', hook('{}', { 'X-Hub-Signature-256': sign('{ }') }), 401],
    ['half a signature', hook('{}', { 'X-Hub-Signature-256': sign('{}').slice(0, 40) }), 401],
    ['a signature too long to be one', hook('{}', { 'X-Hub-Signature-256': `sha256=${'a'.repeat(4000)}` }), 401],
    ['a wrong signature over what is not JSON', post('/hook/whatsapp', 'x', { 'X-Hub-Signature-256': sign('y') }), 401],
    ['signed, not JSON', hook('{"object":'), 400],
    ['signed, empty', hook(''), 400],
    ['signed, a NUL', hook('{"object":"x"}\0'), 400],
    ['signed, not UTF-8', hook(bad), 400],
    ['signed, an object that we don\'t know', hook('{"object":"page","entry":[]}'), 200],
    ['signed, an array', hook('[]'), 200],
];
for (const [what, request, wanted] of bodies) {
    test(`webhook: ${what}: ${wanted}`, async () => {
        const answer = await talk(on.port, request);
        assert.strictEqual(status(answer), wanted, answer.text);
        if (wanted === 200) assert.strictEqual(body(answer), '');
        await alive(on);
    });
}

test('a signed message is answered 200 with an empty body, also in pieces, also again', async () => {
    const bytes = message('wamid.EDGE1', 'hallo');
    const whole = await talk(on.port, hook(bytes));
    assert.strictEqual(status(whole), 200);
    assert.match(whole.text, /\r\nContent-Length: 0\r\n/);
    assert.strictEqual(body(whole), '');
    assert.ok(!whole.closed, 'kept alive');
    const request = hook(bytes);
    const parts = [];
    for (let i = 0; i < request.length; i += 97) parts.push(request.subarray(i, i + 97));
    const again = await talk(on.port, parts[0], { chunks: parts.slice(1) });
    assert.strictEqual(status(again), 200);
});

test('many requests on one connection, one after the other', async () => {
    const socket = net.connect(on.port, '127.0.0.1');
    let text = '';
    let heard = () => {};
    socket.on('data', (data) => {
        text += data;
        heard();
    });
    for (let i = 0; i < 100; i++) {
        socket.write(hook(message(`wamid.KEEP${i}`, 'hallo')));
        while ((text.match(/HTTP\/1\.1 200 /g) || []).length <= i) await new Promise((done) => { heard = done; });
    }
    socket.destroy();
    assert.strictEqual((text.match(/HTTP\/1\.1 /g) || []).length, 100);
});

const cpu = (server) => {
    const fields = fs.readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100; // utime + stime, in seconds
};

test('a pipelined second POST ends the connection, and nothing turns', async () => {
    const before_ = cpu(on);
    const first = hook(message('wamid.PIPE1', 'hallo'));
    const second = hook(message('wamid.PIPE2', 'hallo'));
    for (const request of [Buffer.concat([first, second]), Buffer.concat([first, Buffer.from('more')])]) {
        const answer = await talk(on.port, request, { quiet: 1500 });
        assert.ok(answer.closed, answer.text);
        assert.ok((answer.text.match(/HTTP\/1\.1 200 /g) || []).length <= 1, answer.text);
    }
    const apart = await talk(on.port, hook(message('wamid.PIPE3', 'hallo')), { chunks: ['junk', 'junk', 'junk'], quiet: 1500 });
    assert.ok(apart.closed || status(apart) === 200);
    assert.ok(cpu(on) - before_ < 1.5, `took ${cpu(on) - before_} s of CPU`);
    await alive(on);
});

test('a full queue says 503 and Retry-After, and keeps the connection', async () => {
    const small = await start(`${WHATSAPP}limits { queue = 16 }\n`);
    const answers = await Promise.all(Array.from({ length: 400 }, (_, i) => talk(small.port, hook(message(`wamid.FULL${i}`, 'hallo')), { quiet: 3000 })));
    const full = answers.filter((answer) => status(answer) === 503);
    assert.ok(answers.every((answer) => [200, 503].includes(status(answer))), 'nothing else');
    assert.ok(full.length > 0 && full.length < 400, `${full.length} of 400 refused`);
    assert.ok(full.every((answer) => /\r\nRetry-After: 1\r\n/.test(answer.text) && !answer.closed));
    const figures = await talk(small.port, get('/metrics'));
    assert.match(figures.text, new RegExp(`lurus_refused_total\\{channel="whatsapp",reason="busy"\\} ${full.length}\n`));
    assert.match(figures.text, new RegExp(`lurus_inbound_total\\{channel="whatsapp",result="new"\\} ${400 - full.length}\n`));
    small.child.kill('SIGTERM');
    assert.strictEqual(await small.exited, 0);
});

test('TLS of its own: 1.2 at least, and never HTTP/2', async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'lurus-tls-'));
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => path.join(dir, name));
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost']);
    assert.strictEqual(made.status, 0, String(made.stderr));
    const server = await start('', `tls_cert = "${cert}" tls_key = "${key}"`);
    const ask = (options) => new Promise((done) => {
        const socket = tls.connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
        let text = '';
        socket.on('secureConnect', () => socket.write(get('/chat/chat.js', 'Connection: close\r\n')));
        socket.on('data', (data) => { text += data.toString('latin1'); });
        socket.on('error', (error) => done({ text: '', error }));
        socket.on('close', () => done({ text, alpn: socket.alpnProtocol }));
    });
    const answer = await ask({ ALPNProtocols: ['h2', 'http/1.1'] });
    assert.strictEqual(status(answer), 200);
    assert.match(answer.text, /\r\nStrict-Transport-Security: /);
    assert.strictEqual(body(answer).length, Number(/\r\nContent-Length: (\d+)/.exec(answer.text)[1]));
    assert.strictEqual(answer.alpn, 'http/1.1');
    assert.ok((await ask({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).error);
    assert.strictEqual(status(await talk(server.port, get('/healthz'))), 0, 'nothing in the clear');
    server.child.kill('SIGTERM');
    assert.strictEqual(await server.exited, 0);
});

test('an interrupted body disturbs nobody', async () => {
    for (let i = 0; i < 50; i++) {
        const socket = net.connect(on.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write('POST /hook/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\nhalf');
        setTimeout(() => socket.resetAndDestroy ? socket.resetAndDestroy() : socket.destroy(), 5 + i % 7);
    }
    await new Promise((done) => setTimeout(done, 200));
    await alive(on);
});

test('the handshake: the challenge only, else 403', async () => {
    const line = (token, mode = 'subscribe') => get(`/hook/whatsapp?hub.mode=${mode}&hub.challenge=11%2B5%2658&hub.verify_token=${token}`);
    const good = await talk(on.port, line('edge-token'));
    assert.strictEqual(status(good), 200);
    assert.match(good.text, /\r\nContent-Type: text\/plain\r\n/);
    assert.strictEqual(body(good), '11+5&58');
    assert.strictEqual(status(await talk(on.port, line('other-token'))), 403);
    assert.strictEqual(status(await talk(on.port, line('edge-token', 'unsubscribe'))), 403);
    assert.strictEqual(status(await talk(on.port, get('/hook/whatsapp'))), 403);
});

test('the ask: answers, and problems with a code', async () => {
    const good = await talk(on.port, post('/api/v1/ask', '{"text":"hallo"}'));
    assert.strictEqual(status(good), 200);
    assert.strictEqual(JSON.parse(body(good)).outcome, 'intent');
    for (const bytes of ['', '{', '{"text":5}', '{"lang":"id"}', '{"text":"x","lang":"fr"}', '{"text":"x","at":"2022-13-41"}', `{"text":"${'a'.repeat(5000)}"}`]) {
        const answer = await talk(on.port, post('/api/v1/ask', bytes));
        assert.strictEqual(status(answer), 400, bytes);
        assert.match(answer.text, /\r\nContent-Type: application\/problem\+json\r\n/);
        assert.strictEqual(code(answer), 'bad_request');
    }
    const explained = await talk(on.port, post('/api/v1/ask?explain=1', '{"text":"hallo"}'));
    assert.ok(Array.isArray(JSON.parse(body(explained)).candidates), explained.text);
});

test('60 asks a minute an address, as a proxy of this machine names it', async () => {
    const seen = {};
    for (let i = 0; i < 64; i++) {
        const answer = await talk(on.port, post('/api/v1/ask', '{"text":"hallo"}', { 'X-Forwarded-For': '1.2.3.4, 203.0.113.7', Connection: 'close' }));
        seen[status(answer)] = (seen[status(answer)] || 0) + 1;
    }
    assert.ok(seen[200] >= 60 && seen[429] >= 1, JSON.stringify(seen));
    const other = await talk(on.port, post('/api/v1/ask', '{"text":"hallo"}', { 'X-Forwarded-For': '203.0.113.8' }));
    assert.strictEqual(status(other), 200);
    const explained = await talk(on.port, post('/api/v1/ask?explain=1', '{"text":"hallo"}', { 'X-Forwarded-For': '203.0.113.9' }));
    assert.strictEqual(status(explained), 403);
});

test('health, readiness, metrics', async () => {
    assert.strictEqual(status(await talk(on.port, get('/readyz'))), 200);
    const figures = await talk(on.port, get('/metrics'));
    assert.strictEqual(status(figures), 200);
    assert.match(figures.text, /lurus_refused_total\{channel="whatsapp",reason="signature"\} [1-9]/);
    assert.match(figures.text, /lurus_refused_total\{channel="whatsapp",reason="size"\} [1-9]/);
    assert.match(figures.text, /lurus_refused_total\{channel="whatsapp",reason="body"\} [1-9]/);
    assert.strictEqual(status(await talk(on.port, get('/metrics', 'X-Forwarded-For: 203.0.113.7\r\n'))), 403);
    const head = await talk(on.port, 'HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.strictEqual(status(head), 200);
    assert.strictEqual(body(head), '');
});

test('the page: strict policy, ETag, gzip', async () => {
    const root = await talk(on.port, get('/'));
    assert.strictEqual(status(root), 302);
    assert.match(root.text, /\r\nLocation: \/chat\r\n/);
    const page = await talk(on.port, get('/chat'));
    assert.strictEqual(status(page), 200);
    assert.match(page.text, /\r\nContent-Type: text\/html; charset=utf-8\r\n/);
    assert.match(page.text, /\r\nContent-Security-Policy: default-src 'none'; script-src 'self';/);
    assert.match(page.text, /\r\nX-Content-Type-Options: nosniff\r\n/);
    assert.match(page.text, /\r\nReferrer-Policy: no-referrer\r\n/);
    const etag = /\r\nETag: (.*)\r\n/.exec(page.text)[1];
    const same = await talk(on.port, get('/chat', `If-None-Match: ${etag}\r\n`));
    assert.strictEqual(status(same), 304);
    assert.strictEqual(body(same), '');
    const packed = await talk(on.port, get('/chat', 'Accept-Encoding: br, gzip\r\n'));
    assert.match(packed.text, /\r\nContent-Encoding: gzip\r\n/);
    assert.notStrictEqual(/\r\nETag: (.*)\r\n/.exec(packed.text)[1], etag);
    assert.strictEqual(zlib.gunzipSync(Buffer.from(body(packed), 'latin1')).toString('latin1'), body(page));
    assert.strictEqual(status(await talk(on.port, get('/chat/chat.js'))), 200);
    assert.strictEqual(status(await talk(on.port, get('/chat/chat.js.gz'))), 404);
    assert.strictEqual(status(await talk(on.port, get('/chat/nothing.js'))), 404);
});

// --- the websocket

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

const upgrades = [
    ['no subprotocol', { 'Sec-WebSocket-Protocol': null }, '/chat/ws', 101, 1002],
    ['another subprotocol', { 'Sec-WebSocket-Protocol': 'other-chat' }, '/chat/ws', 101, 1002],
    ['names of our own tables', { 'Sec-WebSocket-Protocol': 'http/1, listen/1' }, '/chat/ws', 101, 1002],
    ['a foreign Origin', { Origin: 'https://evil.example' }, '/chat/ws', 403],
    ['an Origin that ends like ours', { Origin: 'http://evil.127.0.0.1' }, '/chat/ws', 403],
    ['Origin null', { Origin: 'null' }, '/chat/ws', 403],
    ['another version', { 'Sec-WebSocket-Version': 8 }, '/chat/ws', 400],
    ['another path', {}, '/elsewhere', 404],
    ['the path of the page', {}, '/chat', 404],
];
for (const [what, headers, target, wanted, closeCode] of upgrades) {
    test(`websocket with ${what}`, async () => {
        const chat = await Chat.open(on.port, headers, target);
        assert.match(chat.head || '', new RegExp(`^HTTP/1\\.1 ${wanted} `));
        if (closeCode) {
            assert.match(chat.head, /\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
            assert.deepStrictEqual(await chat.next(), { close: closeCode });
        }
        chat.end();
        await alive(on);
    });
}

test('websocket: hello, a message, its reply, a ping', async () => {
    const chat = await Chat.open(on.port, { Origin: `http://127.0.0.1:${on.port}`, 'Sec-WebSocket-Protocol': 'first, lurus-chat' });
    assert.match(chat.head, /^HTTP\/1\.1 101 /);
    assert.match(chat.head, /Sec-WebSocket-Protocol: lurus-chat/i);
    chat.say({ type: 'message', id: 'c0', text: 'hallo' });
    assert.strictEqual((await chat.next()).code, 'bad_message');
    chat.say({ type: 'hello', token: null, lang: 'id', last_seq: 0, unknown: [1, 2] });
    const welcome = await chat.next();
    assert.strictEqual(welcome.type, 'welcome');
    assert.ok(welcome.token.length >= 20);
    chat.raw(0x01, '{"type":"message",');
    chat.raw(0x80, '"id":"c1","text":"hallo"}');
    assert.deepStrictEqual(await chat.next(), { type: 'ack', id: 'c1' });
    const reply = await chat.until('reply');
    assert.strictEqual(reply.in_reply_to, 'c1');
    chat.raw(0x89, 'are you there');
    assert.deepStrictEqual(await chat.next(), { pong: 'are you there' });
    chat.end();
});

const errors = [
    ['not JSON', 'hallo', 'bad_message'],
    ['an array', '[]', 'bad_message'],
    ['an unknown type', '{"type":"shout"}', 'bad_message'],
    ['no id', '{"type":"message","text":"x"}', 'bad_message'],
    ['an id of 65', `{"type":"message","id":"${'a'.repeat(65)}","text":"x"}`, 'bad_message'],
    ['a blank text', '{"type":"message","id":"a","text":"  "}', 'bad_message'],
    ['a text of another type', '{"type":"message","id":"a","text":["x"]}', 'bad_message'],
    ['not UTF-8', Buffer.from('{"type":"message","id":"a","text":"\xff"}', 'latin1'), 'bad_message'],
    ['4,097 characters', JSON.stringify({ type: 'message', id: 'a', text: 'é'.repeat(4097) }), 'too_long'],
    ['more than 16 KiB', JSON.stringify({ type: 'message', id: 'a', text: 'x'.repeat(17000) }), 'too_long'],
];
test('websocket: frames that are refused, on a socket that stays', async () => {
    const chat = await Chat.open(on.port);
    chat.say({ type: 'hello' });
    assert.strictEqual((await chat.next()).type, 'welcome');
    for (const [what, frame, wanted] of errors) {
        chat.raw(0x81, frame);
        const answer = await chat.next();
        assert.strictEqual(answer && answer.code, wanted, what);
        assert.ok(answer.text.length > 10);
    }
    chat.say({ type: 'message', id: 'last', text: 'é'.repeat(4096) });
    assert.deepStrictEqual(await chat.next(), { type: 'ack', id: 'last' });
    chat.end();
});

test('websocket: frames that end it', async () => {
    const binary = await Chat.open(on.port);
    binary.raw(0x82, 'x');
    assert.deepStrictEqual(await binary.next(), { close: 1003 });
    binary.end();
    const huge = await Chat.open(on.port);
    huge.raw(0x81, 'x'.repeat(200000));
    assert.deepStrictEqual(await huge.next(), { close: 1009 });
    huge.end();
    await alive(on);
});

test('websocket: too many messages are told so', async () => {
    const chat = await Chat.open(on.port);
    chat.say({ type: 'hello', lang: 'en' });
    await chat.until('welcome');
    for (let i = 0; i < 40; i++) chat.say({ type: 'message', id: `r${i}`, text: 'hallo' });
    const answer = await chat.until('error');
    assert.strictEqual(answer.code, 'rate');
    assert.match(answer.text, /too fast/);
    chat.end();
});

test('websocket: 64 chats an address behind a proxy', async () => {
    const chats = [];
    for (let i = 0; i < 64; i++) chats.push(await Chat.open(on.port, { 'X-Forwarded-For': '198.51.100.4' }));
    assert.ok(chats.every((chat) => /^HTTP\/1\.1 101 /.test(chat.head)));
    const more = await Chat.open(on.port, { 'X-Forwarded-For': '198.51.100.4' });
    assert.match(more.head, /^HTTP\/1\.1 429 /);
    const other = await Chat.open(on.port, { 'X-Forwarded-For': '198.51.100.5' });
    assert.match(other.head, /^HTTP\/1\.1 101 /);
    for (const chat of [...chats, more, other]) chat.end();
});

test('SIGTERM ends it within seconds, idle connections or not', async () => {
    const idle = [];
    for (let i = 0; i < 200; i++) idle.push(net.connect(on.port, '127.0.0.1').on('error', () => {}));
    for (let i = 0; i < 20; i++) {
        const chat = await Chat.open(on.port);
        chat.say({ type: 'hello' });
        idle.push(chat.socket);
    }
    await new Promise((done) => setTimeout(done, 300));
    const began = Date.now();
    on.child.kill('SIGTERM');
    assert.strictEqual(await on.exited, 0, on.log);
    assert.ok(Date.now() - began < 15000, `took ${Date.now() - began} ms`);
    assert.ok(!/ERROR: (Address|Leak)Sanitizer|runtime error/.test(on.log), on.log);
    for (const socket of idle) socket.destroy();
});
