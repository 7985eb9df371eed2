// SPDX-License-Identifier: Apache-2.0
// A large import at the running desk: validated whole, accepted, applied in slices. Messages go on being answered, and a
// crash or a stop in the middle loses nothing of it.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const { spawn, spawnSync } = require('child_process');
const { start, postSigned } = require('./fake_graph.js');
const { Service, lurus } = require('./service.js');

const number = '106540352242922', secret = 'app-secret', MANY = 20000, SOME = 5000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let graph, count = 0;
before(async () => (graph = await start()));
after(() => graph.close());

const syllables = ['ba', 'ci', 'du', 'fe', 'go', 'ha', 'ji', 'ku', 'le', 'mo'];
const word = (n) => [...String(100000 + n)].map((digit) => syllables[digit]).join('');
// Made-up facts, each found by a keyword of its own: `kata<word of n>`.
function facts(from, to, extra = '') {
    const lines = [];
    for (let n = from; n < to; n++)
        lines.push(JSON.stringify({
            id: `buatan-${n}`, kind: 'faq', lang: 'id', title: `Perihal ${word(n)} dan ${word(n * 7 % 100000)} ${extra}`, answer: `Jawaban ${n} tentang ${word(n * 3 % 100000)} dan ${word(n * 11 % 100000)} ${extra}.`,
            keywords: [`kata${word(n)}`], as_of: '2022-02-09', sources: [{ publisher: 'Uji', title: 'Laman', url: `https://contoh.id/${n}`, date: '2022-02-09' }],
        }));
    return lines.join('\n') + '\n';
}

const fresh = () => new Service({ extra: `whatsapp { phone_number_id = "${number}" access_token = "t" app_secret = "${secret}" verify_token = "v" api_base = "${graph.url}" messages_per_second = 0 }` });
function importing(service, text) {
    const file = path.join(service.folder, `facts${++count}.jsonl`), child = { out: '' };
    fs.writeFileSync(file, text);
    const p = spawn(lurus, ['-c', service.conf, 'import', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [p.stdout, p.stderr]) stream.setEncoding('utf8').on('data', (part) => (child.out += part));
    child.end = new Promise((done) => p.on('exit', (code) => done((child.code = code))));
    return child;
}
function sql(service, text) {
    const r = spawnSync('sqlite3', ['-readonly', '-cmd', '.timeout 5000', path.join(service.folder, 'lurus.db'), text], { encoding: 'utf8' });
    assert.strictEqual(r.status, 0, r.stderr);
    return r.stdout.trim();
}
async function until(what, look, ms = 120000) {
    for (const end = Date.now() + ms; !(await look()); await sleep(5)) assert.ok(Date.now() < end, `waited ${ms} ms for ${what}`);
}
const message = (text = 'insentif prakerja') => ({ from: `62814${String(1000000 + ++count)}`, id: `wamid.IMPORT${count}`, timestamp: '1795521000', type: 'text', text: { body: text } });
async function send(service, m) {
    const since = performance.now();
    const { status } = await postSigned(`${service.url}/hook/whatsapp`, JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: {
        messaging_product: 'whatsapp', metadata: { display_phone_number: '1', phone_number_id: number }, messages: [m] } }] }] }), secret);
    assert.strictEqual(status, 200);
    return performance.now() - since;
}
const repliesTo = (m) => graph.requests.filter((r) => r.body?.context?.message_id === m.id);
const bodyOf = (r) => r.body.text?.body || r.body.interactive.body.text;
async function answered(messages) {
    await until('the replies', () => messages.every((m) => repliesTo(m).length), 20000);
    assert.ok(messages.every((m) => repliesTo(m).length === 1), 'one reply each');
}
async function answers(service, n) {
    const m = message(`kata${word(n)}`);
    await send(service, m);
    await answered([m]);
    assert.match(bodyOf(repliesTo(m)[0]), new RegExp(`Jawaban ${n} `));
}
function clean(service, facts) {
    const r = service.run('check');
    assert.match(r.stdout, /; 0 findings/, r.stdout.slice(0, 500));
    assert.strictEqual(sql(service, "SELECT count(*) FROM fact WHERE id LIKE 'buatan-%'"), String(facts));
    assert.strictEqual(sql(service, 'SELECT (SELECT count(*) FROM import), (SELECT count(*) FROM import_line)'), '0|0');
}
const halfway = (service, all) => until('the middle of the import', () => {
    const [accepted, left] = sql(service, 'SELECT (SELECT count(*) FROM import), (SELECT count(*) FROM import_line)').split('|').map(Number);
    assert.ok(!accepted || left > all / 10, 'it is over already');
    return accepted && left < all * 0.9;
});

test('messages are answered while 20,000 facts come in', async (t) => {
    const service = await fresh().start(), messages = [], times = [];
    const child = importing(service, facts(0, MANY)), since = performance.now();
    while (child.code === undefined) {
        const m = message();
        messages.push(m);
        times.push(await send(service, m));
    }
    const whole = performance.now() - since;
    assert.strictEqual(child.code, 0, child.out);
    assert.match(child.out, new RegExp(`facts: ${MANY} new, 0 changed, 0 unchanged, 0 bad`));
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.floor(times.length * share)], slowest = times[times.length - 1];
    t.diagnostic(`note: ${MANY} facts in ${Math.round(whole)} ms; ${times.length} acks meanwhile, p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms; ${/event=import (.*)/.exec(service.log)[1]}`);
    assert.ok(times.length > 50 && at(0.99) < whole / 10 && slowest < whole / 2, 'no ack waited for the import');
    await answered(messages);
    await answers(service, MANY - 1);
    clean(service, MANY);
    const again = importing(service, facts(0, 10) + facts(10, 20, 'baru') + facts(MANY, MANY + 5));
    await again.end;
    assert.match(again.out, /facts: 5 new, 10 changed, 10 unchanged, 0 bad/);
    await service.stop();
    clean(service, MANY + 5);
});

test('kill -9 in the middle: the next start goes on, and answers meanwhile', async () => {
    const service = await fresh().start(), child = importing(service, facts(0, SOME));
    await halfway(service, SOME);
    service.process.kill('SIGKILL');
    await service.exit;
    assert.notStrictEqual(await child.end, 0);
    await service.start();
    assert.match(service.log, /event=import_resumed/);
    const messages = [];
    while (!/event=import new=/.test(service.log)) {
        messages.push(message());
        await send(service, messages[messages.length - 1]);
    }
    await answered(messages);
    await answers(service, 0);
    await answers(service, SOME - 1);
    clean(service, SOME);
    await service.stop();
});

test('a stop in the middle says so; an import without a service finishes it first', async () => {
    const service = await fresh().start(), child = importing(service, facts(0, SOME));
    await halfway(service, SOME);
    await service.stop();
    assert.strictEqual(await child.end, 1);
    assert.match(child.out, /serve: it stops; the import was accepted, and goes on at the next start/);
    assert.notStrictEqual(sql(service, 'SELECT count(*) FROM import_line'), '0');
    const next = importing(service, facts(SOME - 1, SOME + 1, 'baru'));
    assert.strictEqual(await next.end, 0, next.out);
    assert.match(next.out, /facts: 1 new, 1 changed, 0 unchanged, 0 bad/); // the newer one came last
    clean(service, SOME + 1);
});

test('a base that refuses a fact for a while: who imports is told, messages are answered, and it goes on', async () => {
    const service = fresh(), change = (text) => assert.strictEqual(spawnSync('sqlite3', ['-cmd', '.timeout 5000', path.join(service.folder, 'lurus.db'), text]).status, 0);
    change("CREATE TRIGGER refused BEFORE INSERT ON fact WHEN NEW.id = 'buatan-70' BEGIN SELECT RAISE(ABORT, 'refused'); END");
    await service.start();
    const child = importing(service, facts(0, 100)), messages = [message(), message()];
    assert.strictEqual(await child.end, 1);
    const waiting = importing(service, facts(100, 110));
    assert.match(child.out, /import: the base refused: refused; it was accepted, and goes on when the base takes it/);
    for (const m of messages) await send(service, m);
    await answered(messages);
    await until('another try', () => service.log.match(/event=import_failed/g).length > 1, 10000);
    change('DROP TRIGGER refused');
    assert.strictEqual(await waiting.end, 0, waiting.out); // behind the first
    clean(service, 110);
    await service.stop();
});

test('a bad line: nothing of it is there', async () => {
    const service = await fresh().start(), child = importing(service, facts(0, 500) + '{"id":"buatan-x"}\n');
    assert.strictEqual(await child.end, 1);
    clean(service, 0);
    await service.stop();
});
