// SPDX-License-Identifier: Apache-2.0
// Large webhook bodies: parsed by the pool, so that those of other people are acknowledged meanwhile; bounded, drained.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { start, postSigned } = require('./fake_graph.js');
const { Service } = require('./service.js');

const number = '106540352242922', secret = 'app-secret', MiB = 1024 * 1024;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let graph, service, count = 0;
const fresh = () => new Service({ extra: `whatsapp { phone_number_id = "${number}" access_token = "t" app_secret = "${secret}" verify_token = "v" api_base = "${graph.url}" messages_per_second = 0 }` });
before(async () => {
    graph = await start();
    service = await fresh().start();
});
after(async () => {
    await service.stop();
    await graph.close();
});

const message = () => ({ from: `62812${String(1000000 + ++count)}`, id: `wamid.WORK${count}`, timestamp: '1795521000', type: 'text', text: { body: 'insentif prakerja' } });
// A signed-for body of one message, made `bytes` long by a list of ones: for a parser the slowest per byte.
function body(m, bytes = 0) {
    const bare = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '1', phone_number_id: number }, messages: [m] } }] }] });
    if (!bytes) return bare;
    const head = '{"pad":[1', tail = `],${bare.slice(1)}`;
    return head + ',1'.repeat(Math.floor((bytes - head.length - tail.length) / 2)) + tail;
}
const send = async (target, m, bytes) => {
    const since = performance.now(), answer = await postSigned(`${target.url}/hook/whatsapp`, body(m, bytes), secret);
    return { ...answer, ms: performance.now() - since };
};
async function replied(ids) {
    const missing = () => ids.filter((id) => graph.requests.filter((r) => r.body?.context?.message_id === id).length !== 1);
    for (let waited = 0; missing().length && waited < 20000; waited += 50) await sleep(50);
    assert.deepStrictEqual(missing(), [], 'one reply each');
}

test('small webhooks are acknowledged while 3 MiB are parsed', async (t) => {
    const large = [message(), message(), message()], small = [], times = [];
    let running = true;
    const since = performance.now();
    const larges = Promise.all(large.map((m) => send(service, m, 3 * MiB))).finally(() => (running = false));
    await sleep(50); // the bodies are on their way
    while (running) {
        const m = message();
        const answer = await send(service, m);
        assert.strictEqual(answer.status, 200);
        if (running) times.push(answer.ms);
        small.push(m);
    }
    const whole = performance.now() - since;
    for (const answer of await larges) assert.strictEqual(answer.status, 200);
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.floor(times.length * share)], slowest = times[times.length - 1];
    assert.ok(times.length >= 10, `only ${times.length} meanwhile`);
    t.diagnostic(`note: 3 bodies of 3 MiB took ${Math.round(whole)} ms; ${times.length} small ones meanwhile, p50 ${at(0.5).toFixed(1)} ms, p90 ${at(0.9).toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`);
    assert.ok(at(0.9) < whole / 20, 'they did not wait for the parsing of a large one'); // this process, too, stops now and then
    await replied([...large, ...small].map((m) => m.id));
});

// A sanitizer reserves terabytes and frees late: there the figure says nothing.
test('what the parsing took is given back', async (t) => {
    const other = await fresh().start();
    const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(fs.readFileSync(`/proc/${other.process.pid}/status`, 'utf8'))[1]) / 1024;
    const resident = () => field('VmRSS'), most = 64;
    for (let i = 0; i < 3; i++) assert.strictEqual((await postSigned(`${other.url}/hook/whatsapp`, `[${'1,'.repeat(1.5 * MiB - 2)}1]`, secret)).status, 200);
    for (let waited = 0; resident() > most && waited < 2000; waited += 50) await sleep(50);
    t.diagnostic(`note: resident after the bodies ${Math.round(resident())} MiB, peak ${Math.round(field('VmHWM'))}`);
    assert.ok(field('VmSize') > MiB || resident() <= most);
    await other.stop();
});

test('a large body that is not JSON: 400, and the connection ends', async () => {
    for (const bad of ['['.repeat(MiB), `[${'1,'.repeat(MiB / 2)}`, `"${'\xff'.repeat(MiB)}"`]) {
        const answer = await postSigned(`${service.url}/hook/whatsapp`, Buffer.from(bad, 'latin1'), secret);
        assert.strictEqual(answer.status, 400);
        assert.strictEqual(answer.headers.connection, 'close');
        assert.strictEqual(JSON.parse(answer.body).code, 'bad_body');
    }
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(metrics, /lurus_refused_total\{channel="whatsapp",reason="body"\} 3\n/);
    const nothing = await postSigned(`${service.url}/hook/whatsapp`, `[${'1,'.repeat(MiB / 2)}1]`, secret);
    assert.strictEqual(nothing.status, 200);
});

test('a full pool: 503, and nothing lost when the gateway comes again', async () => {
    const all = Array.from({ length: 40 }, message);
    let waiting = all, refused = 0;
    for (const end = Date.now() + 60000; waiting.length; ) {
        assert.ok(Date.now() < end, 'all within a minute');
        const answers = await Promise.all(waiting.map((m) => send(service, m, MiB)));
        for (const answer of answers.filter((a) => a.status !== 200)) {
            assert.strictEqual(answer.status, 503);
            assert.strictEqual(answer.headers['retry-after'], '1');
        }
        waiting = waiting.filter((m, i) => answers[i].status !== 200);
        refused += waiting.length;
    }
    assert.ok(refused > 0, 'the bound was felt');
    await replied(all.map((m) => m.id));
});

test('a stop finishes what the pool was given', async () => {
    const other = await fresh().start(), all = Array.from({ length: 8 }, message);
    const sends = all.map((m) => send(other, m, MiB));
    await Promise.race(sends); // all have arrived, the others wait
    other.process.kill('SIGTERM');
    const answers = await Promise.all(sends), acked = answers.filter((a) => a.status === 200).length;
    assert.deepStrictEqual(await other.exit, { code: 0, signal: null }, other.log);
    assert.strictEqual(acked, all.length);
    const rows = spawnSync('sqlite3', [path.join(other.folder, 'lurus.db'), 'select count(*) from inbound'], { encoding: 'utf8' });
    assert.strictEqual(rows.stdout, `${acked}\n`);
});
