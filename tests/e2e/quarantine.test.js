// SPDX-License-Identifier: Apache-2.0
// A message that fails for its own sake is set aside, and those that share its batch or its webhook are answered. What
// fails here is made to by the base: a trigger refuses the rows of certain texts.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const path = require('path');
const { spawnSync } = require('child_process');
const { start, postSigned } = require('./fake_graph.js');
const { Service } = require('./service.js');

const number = '106540352242922', secret = 'app-secret', poison = 'racun tikus';
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let graph, service, count = 0;

function sql(text) {
    const r = spawnSync('sqlite3', ['-cmd', '.timeout 5000', path.join(service.folder, 'lurus.db'), text], { encoding: 'utf8' });
    assert.strictEqual(r.status, 0, r.stderr);
    return r.stdout.trim();
}

before(async () => {
    graph = await start();
    service = new Service({ extra: `whatsapp { phone_number_id = "${number}" access_token = "t" app_secret = "${secret}" verify_token = "v" api_base = "${graph.url}" messages_per_second = 0 }` });
    sql(`CREATE TRIGGER poisoned BEFORE INSERT ON inbound WHEN NEW.masked LIKE '%${poison}%' BEGIN SELECT RAISE(ABORT, 'poisoned'); END`);
    await service.start();
});
after(async () => {
    await service.stop();
    await graph.close();
});

const message = (text = 'insentif prakerja') => ({ from: `62813${String(1000000 + ++count)}`, id: `wamid.QUARANTINE${count}`, timestamp: '1795521000', type: 'text', text: { body: text } });
const send = (...messages) => postSigned(`${service.url}/hook/whatsapp`, JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: {
    messaging_product: 'whatsapp', metadata: { display_phone_number: '1', phone_number_id: number }, messages } }] }] }), secret);
const repliesTo = (m) => graph.requests.filter((r) => r.body?.context?.message_id === m.id).length;
async function answered(good, bad) {
    for (let waited = 0; good.some((m) => !repliesTo(m)) && waited < 10000; waited += 50) await sleep(50);
    await sleep(200);
    assert.deepStrictEqual([...new Set(good.map(repliesTo))], [1], 'one reply each');
    assert.ok(bad.every((m) => !repliesTo(m)), 'none for what was set aside');
}

test('one of a hundred that arrive together', async () => {
    const good = Array.from({ length: 99 }, () => message()), bad = message(`apa benar ${poison} gratis`);
    const all = [...good.slice(0, 50), bad, ...good.slice(50)];
    const answers = await Promise.all(all.map((m) => send(m)));
    assert.deepStrictEqual([...new Set(answers.map((a) => a.status))], [200]);
    await answered(good, [bad]);
    assert.strictEqual(sql('SELECT count(*), min(channel), min(cause) FROM quarantine'), '1|whatsapp|db');
    assert.strictEqual(sql('SELECT count(*) FROM inbound'), '99');
    assert.match(service.log, /event=batch_again/);
    assert.strictEqual(service.log.match(/event=quarantined channel=whatsapp err=db cause="poisoned"/g).length, 1);
});

test('one of three in the same webhook', async () => {
    const [one, bad, two] = [message(), message(poison), message()];
    assert.strictEqual((await send(one, bad, two)).status, 200);
    await answered([one, two], [bad]);
    assert.strictEqual(sql('SELECT count(*) FROM quarantine'), '2');
});

test('what is set aside is sealed, and service goes on', async () => {
    assert.strictEqual(sql(`SELECT count(*) FROM quarantine WHERE payload IS NULL OR instr(CAST(payload AS TEXT), '${poison}')`), '0');
    assert.ok(!service.log.includes(poison));
    assert.strictEqual((await fetch(`${service.url}/readyz`)).status, 200);
    const m = message();
    assert.strictEqual((await send(m)).status, 200);
    await answered([m], []);
    assert.strictEqual(sql('PRAGMA integrity_check'), 'ok');
});
