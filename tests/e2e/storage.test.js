// SPDX-License-Identifier: Apache-2.0
// The base can't grow for a while (a file size limit stands for a full disk): refused with 503, never a false 200, no
// crash, and full service afterwards.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert');
const path = require('path');
const { spawnSync } = require('child_process');
const { start, postSigned } = require('./fake_graph.js');
const { Service } = require('./service.js');

const number = '106540352242922', secret = 'app-secret';
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const body = (n) => JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: {
    messaging_product: 'whatsapp', metadata: { display_phone_number: '1', phone_number_id: number },
    messages: [{ from: `62811${String(1000000 + n)}`, id: `wamid.FULL${n}`, timestamp: '1795521000', type: 'text', text: { body: 'insentif prakerja' } }],
} }] }] });

test('a base that cannot grow', async () => {
    const graph = await start();
    const service = new Service({ extra: `whatsapp { phone_number_id = "${number}" access_token = "t" app_secret = "${secret}" verify_token = "v" api_base = "${graph.url}" messages_per_second = 0 }` });
    await service.start();
    const limit = (bytes) => assert.strictEqual(spawnSync('prlimit', ['--pid', String(service.process.pid), `--fsize=${bytes}:unlimited`]).status, 0);
    const acked = new Set(), refused = [];
    const send = async (n) => {
        const { status } = await postSigned(`${service.url}/hook/whatsapp`, body(n), secret);
        assert.ok(status === 200 || status === 503, `status ${status}`);
        if (status === 200) acked.add(n);
        else refused.push(n);
    };
    for (let n = 0; n < 40; n++) await send(n);
    assert.strictEqual(refused.length, 0);
    limit(65536);
    for (let n = 40; n < 60; n++) await send(n);
    assert.ok(refused.length > 0, 'the limit was felt');
    assert.strictEqual((await fetch(`${service.url}/readyz`)).status, 503);
    assert.strictEqual((await fetch(`${service.url}/healthz`)).status, 200);
    limit('unlimited');
    const since = Date.now();
    for (const n of [...refused]) { // the gateway comes again
        while (!acked.has(n)) {
            assert.ok(Date.now() - since < 5000, 'full service within 5 s');
            await send(n);
        }
    }
    assert.strictEqual((await fetch(`${service.url}/readyz`)).status, 200);
    for (let waited = 0; graph.requests.filter((r) => r.body?.context).length < 60 && waited < 10000; waited += 50) await sleep(50);
    const answered = graph.requests.map((r) => r.body?.context?.message_id).filter(Boolean);
    assert.strictEqual(new Set(answered).size, 60, 'every message has its reply');
    assert.strictEqual(answered.length, 60, 'and only one');
    await service.stop();
    const rows = spawnSync('sqlite3', [path.join(service.folder, 'lurus.db'), 'select count(*) from inbound; pragma integrity_check'], { encoding: 'utf8' });
    assert.strictEqual(rows.stdout, '60\nok\n');
    await graph.close();
});
