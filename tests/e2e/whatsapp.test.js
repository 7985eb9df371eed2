// SPDX-License-Identifier: Apache-2.0
// The real binary between a signed webhook and a fake Graph API, both on loopback.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');
const { spawn, spawnSync } = require('child_process');
const { start, post, postSigned } = require('./fake_graph.js');
const { schemasOf, Judge } = require('./openapi.js');

const lurus = path.resolve(process.env.LURUS_BIN || 'build/dev/lurus');
const fixtures = path.join(__dirname, '..', 'fixtures', 'whatsapp');
const openapi = path.join(__dirname, '..', '..', '..', 'shared', 'data', 'specs', 'meta-business-messaging-v23.0.openapi.yaml');
const number = '106540352242922', secret = 'app-secret', former = 'former-secret', token = 'access-token';
const IN_DOUBT_MS = 2000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, look, ms = 10000) {
    const end = Date.now() + ms;
    for (;;) {
        const seen = await look();
        if (seen) return seen;
        if (Date.now() > end) assert.fail(`waited ${ms} ms for ${what}`);
        await sleep(20);
    }
}

// --- the service

class Service {
    constructor(graph, extra = '') {
        this.graph = graph;
        this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lurus-whatsapp-'));
        this.conf = path.join(this.folder, 'lurus.conf');
        this.log = '';
        fs.writeFileSync(this.conf, [
            'server { listen = "127.0.0.1:0" }', 'store { path = "lurus.db" }', `delivery { in_doubt_wait_s = ${IN_DOUBT_MS / 1000} }`,
            'limits { contact_per_minute = 0 }',
            `whatsapp { phone_number_id = "${number}"`, `access_token = "${token}"`, `app_secret = "${secret}"`, `app_secret_previous = "${former}"`,
            'verify_token = "verify token"', `api_base = "${graph.url}/"`, 'messages_per_second = 0 }', extra, ''].join('\n'));
    }

    import() {
        const fact = {
            id: 'uji-lembaga', kind: 'programme', lang: 'id', title: 'Jumlah lembaga pelatihan uji', answer: 'Ada 180 lembaga pelatihan uji.',
            keywords: ['lembaga uji'], as_of: '2022-02-09', sources: [{ publisher: 'Uji', title: 'Laman uji', url: 'https://contoh.id/uji', date: '2022-02-09' }],
        };
        const file = path.join(this.folder, 'facts.jsonl');
        fs.writeFileSync(file, JSON.stringify(fact) + '\n');
        const r = spawnSync(lurus, ['-c', this.conf, 'import', file], { encoding: 'utf8', timeout: 60000 });
        assert.strictEqual(r.status, 0, r.stderr);
    }

    async serve() {
        this.process = spawn(lurus, ['-c', this.conf, 'serve'], { stdio: ['ignore', 'ignore', 'pipe'] });
        this.process.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
        this.exit = new Promise((done) => this.process.on('exit', (code, signal) => done({ code, signal })));
        const [, port] = await until('ready', () => /^ready on .*?:(\d+)\/?$/m.exec(this.log), 20000);
        this.url = `http://127.0.0.1:${port}`;
        this.hook = `${this.url}/hook/whatsapp`;
    }

    async stop() {
        this.process.kill('SIGTERM');
        const end = await Promise.race([this.exit, sleep(35000).then(() => 'still there')]);
        assert.deepStrictEqual(end, { code: 0, signal: null }, this.log);
    }

    get(target) {
        return new Promise((resolve, reject) => {
            http.get(this.url + target, (answer) => {
                let text = '';
                answer.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => resolve({ status: answer.statusCode, type: answer.headers['content-type'], body: text }));
            }).on('error', reject);
        });
    }

    async metric(name) {
        const row = (await this.get('/metrics')).body.split('\n').find((line) => line.startsWith(name + ' '));
        return row ? Number(row.slice(name.length + 1)) : 0;
    }

    send(value, key = secret) {
        return postSigned(this.hook, JSON.stringify(envelope(value)), key);
    }
}

// --- what the gateway posts

let count = 0;
const person = () => `62811${String(++count).padStart(7, '0')}`;
const text = (from, body, more = {}) => ({ from, id: `wamid.IN${++count}`, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body }, ...more });
const envelope = (value) => ({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '1', phone_number_id: number }, ...value } }] }] });
const bodyOf = (request) => request.body.text?.body || request.body.interactive.body.text;

let graph, service;
before(async () => {
    graph = await start();
    graph.set({ token });
    service = new Service(graph);
    service.import();
    await service.serve();
});
after(async () => {
    try {
        await service.stop();
    } finally {
        service.process?.kill('SIGKILL'); // when it didn't stop, or never started
        await graph.close();
        fs.rmSync(service.folder, { recursive: true });
    }
});
const replies = (who, n, ms) => until(`${n} requests to ${who}`, () => graph.to(who).length >= n && graph.to(who), ms);
const ask = async (who, body = 'lembaga uji') => assert.strictEqual((await service.send({ messages: [text(who, body)] })).status, 200);

// --- the door

test('handshake', async () => {
    const good = await service.get('/hook/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify%20token');
    assert.strictEqual(good.status, 200);
    assert.strictEqual(good.body, '1158201444');
    assert.match(good.type, /^text\/plain/);
    for (const query of ['', '?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong', '?hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=verify%20token'])
        assert.strictEqual((await service.get('/hook/whatsapp' + query)).status, 403, query);
});

test('signatures, and what is not JSON', async () => {
    const who = person(), body = JSON.stringify(envelope({ messages: [text(who, 'lembaga uji')] }));
    assert.strictEqual((await post(service.hook, body)).status, 401);
    assert.strictEqual((await postSigned(service.hook, body, 'other')).status, 401);
    assert.strictEqual((await post(service.hook, body, { 'x-hub-signature-256': 'sha256=00' })).status, 401);
    for (const bad of ['{', '<html>', Buffer.from('{"a":"\xff"}', 'latin1'), '{"a":\0}'])
        assert.strictEqual((await postSigned(service.hook, bad, secret)).status, 400, String(bad));
    await sleep(300);
    assert.strictEqual(graph.to(who).length, 0);
    assert.strictEqual((await postSigned(service.hook, body, former)).status, 200);
    await replies(who, 1);
});

// --- from a question to an answer

test('a keyword is answered, as a reply, with our id', async () => {
    const who = person(), message = text(who, 'lembaga uji');
    const answer = await service.send({ messages: [message] });
    assert.strictEqual(answer.status, 200);
    assert.strictEqual(answer.body, '');
    const [request] = await replies(who, 1);
    assert.strictEqual(request.wrong, '');
    assert.strictEqual(request.number, number);
    assert.strictEqual(request.body.to, '+' + who);
    assert.strictEqual(request.body.context.message_id, message.id);
    assert.match(request.body.biz_opaque_callback_data, /^lurus-[1-9][0-9]*$/);
    assert.match(request.headers['user-agent'], /^lurus\//);
    assert.match(bodyOf(request), /180/);
    assert.match(bodyOf(request), /9 Februari 2022/);
    assert.match(bodyOf(request), /contoh\.id/);
});

test('a person without a number is reached by user id', async () => {
    const id = `ID.1349120865530${++count}`;
    const message = { ...text('', 'lembaga uji'), from_user_id: id };
    delete message.from;
    assert.strictEqual((await service.send({ messages: [message] })).status, 200);
    const [request] = await replies(id, 1);
    assert.strictEqual(request.body.recipient, id);
    assert.strictEqual(request.body.to, undefined);
});

test('the same message on 50 connections, and again later: one reply', async () => {
    const who = person(), message = text(who, 'lembaga uji');
    const answers = await Promise.all(Array.from({ length: 50 }, () => service.send({ messages: [message] })));
    assert.deepStrictEqual([...new Set(answers.map((a) => a.status))], [200]);
    await replies(who, 1);
    assert.strictEqual((await service.send({ messages: [message, message] })).status, 200);
    await sleep(500);
    assert.strictEqual(graph.to(who).length, 1);
});

test('several messages while the first reply is in flight: one more reply', async () => {
    const who = person();
    graph.set({ rules: { [who]: 'slow:700' } });
    await ask(who);
    await replies(who, 1);
    for (const body of ['halo', 'lembaga uji', 'menu']) await ask(who, body);
    await replies(who, 2);
    await sleep(1500);
    assert.strictEqual(graph.to(who).length, 2);
    assert.match(bodyOf(graph.to(who)[1]), /180/); // the weightier one is kept
});

test('a batch with several entries, changes and messages', async () => {
    const [a, b, c] = [person(), person(), person()];
    const one = envelope({ messages: [text(a, 'lembaga uji'), text(b, 'lembaga uji')] }), two = envelope({ messages: [text(c, 'lembaga uji')], statuses: [{ id: 'wamid.unknown', status: 'read', timestamp: '1' }] });
    one.entry[0].changes.push({ field: 'account_update', value: { event: 'x' } }, two.entry[0].changes[0]);
    one.entry.push({ id: '9', changes: [{ field: 'messages', value: { metadata: { phone_number_id: '99' }, messages: [text(person(), 'lembaga uji')] } }] });
    const before = graph.requests.length;
    assert.strictEqual((await postSigned(service.hook, JSON.stringify(one), secret)).status, 200);
    for (const who of [a, b, c]) await replies(who, 1);
    await sleep(300);
    assert.strictEqual(graph.requests.slice(before).filter((r) => r.body.type).length, 3);
});

test('a button of ours is understood', async () => {
    const who = person();
    const message = { ...text(who, ''), type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'fact:uji-lembaga', title: 'Lembaga' } } };
    delete message.text;
    assert.strictEqual((await service.send({ messages: [message] })).status, 200);
    assert.match(bodyOf((await replies(who, 1))[0]), /180/);
});

test('kinds that nobody understands are answered politely, once', async () => {
    const who = person();
    for (const type of ['hologram', 'unsupported']) {
        const message = { ...text(who, ''), type };
        delete message.text;
        assert.strictEqual((await service.send({ messages: [message] })).status, 200);
        await replies(who, 1);
        await sleep(300);
    }
    assert.strictEqual(graph.to(who).length, 1);
    const reaction = { ...text(person(), ''), type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } };
    assert.strictEqual((await service.send({ messages: [reaction] })).status, 200);
    await sleep(300);
    assert.strictEqual(graph.to(reaction.from).length, 0);
});

test('every payload is taken', async () => {
    for (const file of fs.readdirSync(fixtures).filter((name) => name.endsWith('.json'))) {
        const answer = await postSigned(service.hook, fs.readFileSync(path.join(fixtures, file)), secret);
        assert.strictEqual(answer.status, 200, file);
        assert.strictEqual(answer.body, '', file);
    }
    assert.strictEqual((await service.get('/healthz')).status, 200);
});

// --- what the gateway answers

test('errors by class', { concurrency: true }, async (t) => {
    const cases = [
        { name: 'permanent', modes: ['error:131026'], requests: 1 },
        { name: 'invalid parameter', modes: ['error:100'], requests: 1 },
        { name: 'needs a template', modes: ['error:131047'], requests: 1 },
        { name: 'service unavailable', modes: ['error:131016', 'ok'], requests: 2, after: 1000 },
        { name: 'pair limit', modes: ['error:131056', 'error:131056', 'ok'], requests: 3, after: 1000 },
        { name: 'throughput', modes: ['error:130429', 'ok'], requests: 2, after: 1000 },
        { name: 'Retry-After', modes: [{ status: 503, body: { error: { code: 2 } }, headers: { 'retry-after': '3' } }, 'ok'], requests: 2, after: 3000 },
        { name: 'edge', modes: ['html_502', 'ok'], requests: 2, after: IN_DOUBT_MS },
        { name: 'garbage', modes: ['garbage', 'ok'], requests: 2, after: IN_DOUBT_MS },
        { name: 'dropped', modes: ['drop_after', 'ok'], requests: 2, after: IN_DOUBT_MS },
        { name: 'slow', modes: ['slow:1500'], requests: 1 },
    ];
    await Promise.all(cases.map((c) => t.test(c.name, async () => {
        const who = person();
        graph.set({ rules: { [who]: c.modes } });
        await ask(who);
        const seen = await replies(who, c.requests, 20000);
        await sleep(2500);
        assert.strictEqual(graph.to(who).length, c.requests);
        assert.strictEqual(new Set(seen.map((r) => r.body.biz_opaque_callback_data)).size, 1, 'the same id at each try');
        if (c.after) assert.ok(seen[1].at - seen[0].at >= c.after - 20, `came again after ${seen[1].at - seen[0].at} ms`);
    })));
});

test('a connection that is closed before the request is read', async () => {
    const who = person(), before = graph.requests.length;
    graph.set({ default: 'drop_before' });
    await ask(who);
    await until('the first try', () => graph.requests.length > before);
    graph.set({ default: 'ok' });
    await replies(who, 1);
    await sleep(500);
    assert.strictEqual(graph.to(who).length, 1);
});

test('a dropped connection whose message arrived: the echo proves it, nothing is sent again', async () => {
    const who = person();
    graph.set({ rules: { [who]: 'drop_after' }, echo: { url: service.hook, secret, states: ['sent', 'delivered'], delay_ms: 200 } });
    await ask(who);
    await replies(who, 1);
    await sleep(IN_DOUBT_MS * 2);
    graph.set({ echo: null });
    assert.strictEqual(graph.to(who).length, 1);
});

test('statuses in any order', async () => {
    const name = (state) => `lurus_outbound_total{channel="whatsapp",state="${state}"}`;
    const who = person(), readBefore = await service.metric(name('read')), failedBefore = await service.metric(name('failed'));
    graph.set({ echo: { url: service.hook, secret, states: ['read', 'delivered', 'sent', 'failed', 'read'], delay_ms: 50 } });
    await ask(who);
    await replies(who, 1);
    await until('read', async () => (await service.metric(name('read'))) === readBefore + 1);
    await sleep(500);
    graph.set({ echo: null });
    assert.strictEqual(await service.metric(name('read')), readBefore + 1);
    assert.strictEqual(await service.metric(name('failed')), failedBefore);
});

test('the menu, with what can be chosen', async () => {
    const who = person();
    await ask(who, 'menu');
    const [request] = await replies(who, 1);
    assert.strictEqual(request.wrong, '');
    assert.strictEqual(request.body.type, 'interactive');
});

test("what went out fits Meta's own description", (t) => {
    if (!fs.existsSync(openapi)) return t.diagnostic(`not checked: ${openapi} is not there`);
    const judge = new Judge(schemasOf(openapi));
    const sent = graph.requests.filter((r) => r.body?.type && r.body.to); // it knows neither user ids nor read marks
    assert.ok(sent.length > 20);
    const known = ({ biz_opaque_callback_data: echo, ...body }) => (assert.match(echo, /^lurus-/), body); // documented, but not in the file
    const fits = (body) => judge.check({ $ref: '#/components/schemas/Message' }, body);
    for (const { body } of sent) {
        assert.deepStrictEqual(Object.keys(body).sort(), ['biz_opaque_callback_data', body.context && 'context', body.text ? 'text' : 'interactive', 'messaging_product', 'recipient_type', 'to', 'type'].filter(Boolean).sort());
        assert.strictEqual(fits(known(body)), '', JSON.stringify(body));
    }
    assert.strictEqual(fits({ ...known(sent[0].body), type: 'text', text: { bodi: 'x' } }), '.text.bodi is unknown');
});

test('nothing personal and no secret in the log', () => {
    for (const word of [token, secret, 'verify token', 'lembaga uji', '62811']) assert.ok(!service.log.includes(word), word);
});

test('SIGTERM finishes what is on its way, and a second start goes on', async () => {
    const own = await start(), who = person(), late = person();
    const other = new Service(own);
    other.import();
    await other.serve();
    own.set({ rules: { [who]: 'slow:1000', [late]: ['error:131016', 'ok'] } });
    assert.strictEqual((await other.send({ messages: [text(who, 'lembaga uji'), text(late, 'lembaga uji')] })).status, 200);
    await until('both', () => own.to(who).length && own.to(late).length);
    const began = Date.now();
    await other.stop();
    assert.ok(Date.now() - began < 30000);
    assert.ok(own.to(who)[0].id, 'the slow one was answered');
    await other.serve();
    await until('the late one again', () => own.to(late).length === 2);
    await sleep(500);
    assert.strictEqual(own.to(who).length, 1);
    await other.stop();
    await own.close();
    fs.rmSync(other.folder, { recursive: true });
});

// The last one: the channel stands still afterwards.
test('a revoked token stops the channel, and loses nothing', async () => {
    const [first, second] = [person(), person()];
    const waiting = 'lurus_outbound_waiting{channel="whatsapp",state="queued"}', had = await service.metric(waiting);
    graph.set({ rules: { [first]: 'error:190' } });
    await ask(first);
    await replies(first, 1);
    await until('stopped', () => /event=channel_stopped/.test(service.log));
    await ask(second);
    await sleep(1000);
    assert.strictEqual(graph.to(second).length, 0);
    assert.strictEqual(await service.metric(waiting), had + 2);
});
