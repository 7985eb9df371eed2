// SPDX-License-Identifier: Apache-2.0
// Our own answers come back to a running service: today's, a former revision's, a withdrawn one's and a forged one, also
// after a restart. And claims that were checked twice: the newest verdict answers, two verdicts are a finding.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const { Service } = require('./service.js');

const three = 'Angsuran pertama dibayarkan tiga hari sesudah ujian akhir selesai dinilai.';
const five = three.replace('tiga', 'lima');
const gone = 'Pembatalan boleh dilakukan sampai tujuh pekan setelah pendaftaran diterima panitia.';
const sources = (date) => [{ publisher: 'Contoh', url: `https://contoh.id/berita/${date}`, date }];
const fact = (id, answer, date, more = {}) => ({ id, kind: 'faq', lang: 'id', title: `Perihal ${id}`, answer, as_of: date, sources: sources(date), ...more });
const claim = (id, verdict, date, title = 'Garam dapur mengandung serpihan kaca') => fact(id, 'Lihat uraian di laman sumber.', date, { kind: 'claim', title, verdict });

let service;
function load(facts) {
    const file = path.join(service.folder, 'facts.jsonl');
    fs.writeFileSync(file, facts.map((f) => JSON.stringify(f) + '\n').join(''));
    const r = service.run('import', file);
    assert.strictEqual(r.status, 0, r.stderr);
}
async function ask(text, query = '') {
    const r = await fetch(`${service.url}/api/v1/ask${query}`, { method: 'POST', body: JSON.stringify({ text }) });
    assert.strictEqual(r.status, 200);
    return r.json();
}

before(async () => {
    service = new Service({ facts: false });
    load([fact('angsuran', three, '2022-02-09'), fact('batal', gone, '2022-02-09'), claim('garam', 'unproven', '2024-01-05')]);
    await service.start();
});
after(() => service.stop());

async function knowsAll() {
    const now = await ask(five);
    assert.deepStrictEqual([now.outcome, now.rule, now.facts[0].id], ['answer', 'variant', 'angsuran']);
    assert.deepStrictEqual(now.echo, { fact: 'angsuran', revision: 2, state: 'same', as_of: '2022-05-01', now: 'angsuran', held: 1, changes: [] });
    assert.match(now.reply.text, /^Ini jawaban kami, per 1 Mei 2022, dan masih yang terbaru:\nAngsuran pertama/);
    const former = await ask(`*Diteruskan* ${three} mohon infonya`);
    assert.deepStrictEqual([former.echo.fact, former.echo.revision, former.echo.state], ['angsuran', 1, 'former']);
    assert.match(former.reply.text, /^Ini jawaban kami, per 9 Februari 2022\. Sekarang:\nAngsuran pertama dibayarkan lima hari/);
    const forged = await ask(five.replace('lima', 'enam'));
    assert.deepStrictEqual(forged.echo.changes, [{ kind: 'figure', ours: 'lima', theirs: 'enam' }]);
    assert.match(forged.reply.text, /^AWAS: .*“enam” seharusnya “lima”\. Yang benar:\nAngsuran pertama dibayarkan lima hari/);
    const withdrawn = await ask(gone);
    assert.deepStrictEqual([withdrawn.echo.state, withdrawn.echo.now], ['former', null]);
    assert.match(withdrawn.reply.text, /sudah kami tarik/);
    assert.strictEqual((await ask('kapan angsuran pertama dibayarkan')).echo, undefined);
}

test('an edit leaves the former text known, at once and after a restart', async () => {
    assert.deepStrictEqual((await ask(three)).echo.state, 'same');
    load([fact('angsuran', five, '2022-05-01'), fact('batal', gone, '2022-02-09', { state: 'withdrawn' })]);
    await knowsAll();
    await service.stop();
    await service.start();
    await knowsAll();
});

test('an explanation names what came back and what was changed', async () => {
    const { steps } = await ask(five.replace('lima', 'enam'), '?explain=1');
    assert.deepStrictEqual(steps.find((s) => s.step === 'echo'), { step: 'echo', from: 'angsuran revision 2', to: 'altered, 90% of the answer' });
    assert.deepStrictEqual(steps.find((s) => s.step === 'figure'), { step: 'figure', from: 'enam', to: 'lima' });
});

test('of a hoax that was checked twice the newest verdict answers', async () => {
    assert.strictEqual(service.run('check').status, 0);
    load([claim('garam-lagi', 'false', '2025-03-09', 'Produk garam dapur mengandung serpihan kaca')]);
    const answer = await ask('apakah benar garam dapur mengandung serpihan kaca?', '?explain=1');
    assert.deepStrictEqual([answer.outcome, answer.facts[0].id], ['answer', 'garam-lagi']);
    assert.deepStrictEqual(answer.steps.filter((s) => s.step === 'group'), [{ step: 'group', from: 'garam-lagi', to: 'garam, unproven' }]);
    assert.ok(answer.facts[0].reasons.includes('group'));
    const r = service.run('check');
    assert.strictEqual(r.status, 1);
    assert.match(r.stdout, /^garam: says 'unproven' of what garam-lagi calls 'false'$/m);
});
