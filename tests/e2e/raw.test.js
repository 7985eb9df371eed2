// SPDX-License-Identifier: Apache-2.0
// The edge on raw sockets: what is refused, how, and that the server lives on (CONTRACT §3).
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const tls = require('tls');
const zlib = require('zlib');
const { spawnSync } = require('child_process');
const { WHATSAPP, start, killAll, talk, status, body, code, sign, post, hook, message, get, alive } = require('./edge.js');

let on;
let off;
before(async () => {
    on = await start(WHATSAPP);
    off = await start('');
});
after(killAll);

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
    ['a write to the console without a session', 'PATCH /api/v1/operators/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}', 403],
    ['one with the Origin', 'PUT /api/v1/operators/1 HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nTransfer-Encoding: chunked\r\n\r\n', 405],
    ['a DELETE without a session', 'DELETE /api/v1/me/totp HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\n\r\n', 401],
    ['a sign-in without a length', 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\n\r\n', 411],
    ['a sign-in in chunks', 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['a sign-in that is too long', 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: 8193\r\n\r\n', 413],
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
