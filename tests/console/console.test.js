// SPDX-License-Identifier: Apache-2.0
// The console as operators use it: headless Chromium against the real binary.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const { root } = require('../e2e/service.js');
const { launch, shot } = require('../e2e/browser.js');
const { Desk, PASSWORD, acts, atDesk, close, open, signIn, totp } = require('./console.js');

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
let browser, desk;

before(async () => {
    desk = await new Desk().start();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    await desk?.stop();
});
const { ask, button, enter, go, newName, toast, welcome } = acts(() => ({ browser, desk }));

test('the page: policy, cache, size, nothing from elsewhere', async (t) => {
    for (const where of ['/console', '/console/', '/console/try', '/console/facts/a/b/c', '/console/welcome']) {
        const answer = await fetch(desk.url + where);
        assert.strictEqual(answer.status, 200, where);
        assert.match(answer.headers.get('content-type'), /^text\/html/);
        assert.strictEqual(answer.headers.get('content-security-policy'), csp);
        assert.strictEqual(answer.headers.get('x-content-type-options'), 'nosniff');
        assert.strictEqual(answer.headers.get('referrer-policy'), 'no-referrer');
        assert.strictEqual(answer.headers.get('cache-control'), 'no-cache');
        const again = await fetch(desk.url + where, { headers: { 'if-none-match': answer.headers.get('etag') } });
        assert.strictEqual(again.status, 304);
    }
    const html = await (await fetch(`${desk.url}/console/`)).text(), parts = html.match(/\/console\/assets\/console-[0-9a-f]{16}\.(js|css)/g);
    assert.deepStrictEqual(parts.map((part) => path.extname(part)).sort(), ['.css', '.js']);
    for (const part of parts) {
        const answer = await fetch(desk.url + part);
        assert.strictEqual(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
        assert.strictEqual(answer.headers.get('content-encoding'), 'gzip');
        assert.strictEqual(answer.headers.get('content-security-policy'), csp);
        assert.strictEqual((await fetch(desk.url + part.replace(/-\w+\./, '-0123456789abcdef.'))).status, 404, 'another version is not this one');
    }
    assert.strictEqual((await fetch(`${desk.url}/console/assets/index.html`)).status, 404);

    const page = await open(browser, desk.url, { path: '/healthz' }), client = await page.context().newCDPSession(page), elsewhere = [];
    let bytes = 0;
    await client.send('Network.enable');
    client.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
    page.on('request', (r) => { if (!r.url().startsWith(desk.url)) elsewhere.push(r.url()); });
    await page.goto(`${desk.url}/console/`, { waitUntil: 'networkidle' });
    t.diagnostic(`bound: the console transferred ${bytes} bytes of 256000`);
    assert.ok(bytes > 10000 && bytes < 250 * 1024, `${bytes} bytes`);
    assert.deepStrictEqual(elsewhere, []);
    await close(page, [401, 404]);
});

test('what is bundled is told with its licence, in the version of the lock file', () => {
    const lock = JSON.parse(fs.readFileSync(path.join(root, 'src/web/package-lock.json'), 'utf8')).packages;
    const told = fs.readFileSync(path.join(root, 'src/web/console/licences.ts'), 'utf8');
    const have = Object.entries(lock).filter(([where]) => where).map(([where, p]) => [where.replace('node_modules/', ''), p.version, p.license]);
    const rows = [...told.matchAll(/\{ name: '([^']+)', version: '([^']+)', licence: '([^']+)'/g)].map((m) => m.slice(1));
    assert.deepStrictEqual(rows.sort(), have.sort());
});

test('a link that works once: rules of the password, then the desk', async () => {
    const link = desk.add(newName('admin'), 'admin');
    const page = await open(browser, desk.url, { path: link });
    await page.waitForSelector('form');
    assert.strictEqual(new URL(page.url()).hash, '', 'the token leaves the address at once');
    assert.strictEqual(await page.evaluate(() => document.title), 'Selamat datang · lurus');
    await page.locator('input[autocomplete=new-password]').pressSequentially('pendek');
    assert.match(await page.locator('.rules').innerText(), /kurang 6/);
    await page.keyboard.press('Enter');
    assert.strictEqual(await page.locator('.notice.bad').count(), 0, 'too short: not even sent');
    await button(page, 'Lihat').click();
    assert.strictEqual(await page.locator('input[autocomplete=new-password]').getAttribute('type'), 'text');
    await welcome(page, 'password password');
    assert.match(await page.locator('.notice.bad').innerText(), /ditebak paling dulu/);
    assert.strictEqual(await page.inputValue('input[autocomplete=new-password]'), 'password password', 'what was typed is kept');
    await welcome(page);
    await atDesk(page);
    assert.strictEqual(new URL(page.url()).pathname, '/console/try');
    await page.goto(`${desk.url}${link}`);
    await page.reload(); // the fragment alone does not load a page anew
    await page.waitForSelector('main');
    await page.goto('about:blank');
    await page.goto(`${desk.url}${link}`);
    await welcome(page);
    assert.match(await page.locator('.notice.bad').innerText(), /sudah dipakai/);
    await page.goto('about:blank');
    await page.goto(`${desk.url}/console/welcome`);
    assert.match(await page.locator('.notice.warn').innerText(), /tidak lengkap/);
    await button(page, 'Ke halaman masuk').click();
    await atDesk(page);
    await close(page, [400, 401]);
});

test('sign in by keyboard alone: wrong, then right, then code', async () => {
    const name = newName('editor'), link = desk.add(name, 'editor');
    const first = await open(browser, desk.url, { path: link });
    await welcome(first);
    await atDesk(first);
    await go(first, '/account');
    await first.locator('#totp-title ~ p button').click();
    await first.locator('.qr').waitFor();
    const secret = (await first.locator('.steps code').innerText()).replace(/\s/g, '');
    await first.fill('.steps input', '000000');
    await first.keyboard.press('Enter');
    assert.match(await first.locator('.notice.bad').innerText(), /Kodenya tidak cocok/);
    await first.fill('.steps input', totp(secret));
    await first.keyboard.press('Enter');
    await first.locator('.recovery li').nth(9).waitFor();
    const recovery = await first.locator('.recovery li').allInnerTexts();
    assert.strictEqual(new Set(recovery).size, 10);
    assert.ok(await button(first, 'Selesai').isDisabled());
    await first.getByLabel('Sudah saya simpan').check();
    await button(first, 'Selesai').click();
    await first.locator('#totp-title .tag.good').waitFor();
    await close(first, [401, 403]);

    const page = await open(browser, desk.url);
    await page.waitForSelector('form');
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    await page.keyboard.type('bukan kata sandinya');
    await page.keyboard.press('Enter');
    const bad = page.locator('.notice.bad');
    assert.match(await bad.innerText(), /tidak cocok/);
    assert.strictEqual(await page.inputValue('input[autocomplete=username]'), name, 'the name is kept');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('input[autocomplete=one-time-code]');
    assert.ok(await page.evaluate(() => document.activeElement.autocomplete === 'one-time-code'), 'the field of the code has the focus');
    await page.keyboard.type('12 34 56');
    await page.keyboard.press('Enter');
    await bad.waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(recovery[3]);
    await page.keyboard.press('Enter');
    await atDesk(page);
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && /Akun/.test(document.activeElement.textContent));
    await button(page, 'Matikan verifikasi dua langkah').click();
    await button(page, 'Ya, matikan').click();
    await toast(page, 'dimatikan');
    await page.waitForFunction(() => !document.querySelector('#totp-title .tag.good'));
    await close(page, [401, 403]);
});

test('six wrong tries: the seventh waits', async () => {
    const { name, page } = await enter('viewer');
    await close(page, [401]);
    const other = await open(browser, desk.url);
    for (let i = 0; i < 6; i++) {
        await signIn(other, name, `bukan kata sandi ${i}`);
        await other.waitForFunction(() => !document.querySelector('[aria-busy=true]') && document.querySelector('.notice.bad'));
    }
    assert.match(await other.locator('.notice.bad').innerText(), /Tunggu 15 menit/);
    await close(other, [401, 429]);
});

test('the desk shows a role only its own pages', async () => {
    const { page } = await enter('viewer');
    assert.deepStrictEqual(await page.locator('.side .nav').allInnerTexts(), ['Coba tanya', 'Akun saya', 'Tentang']);
    await go(page, '/operators');
    assert.strictEqual(await page.locator('h1').innerText(), 'Halaman ini tidak ada');
    await page.getByRole('link', { name: 'Ke halaman awal' }).click();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Coba tanya');
    await close(page, [401]);
});

test('operators: added by a link, given a role, shut out, undone', async () => {
    const { page } = await enter('admin');
    await go(page, '/operators');
    await page.locator('tbody tr').first().waitFor();
    await page.keyboard.press('n');
    await page.waitForSelector('dialog input:focus');
    await page.keyboard.type('a b');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('dialog .notice.bad').innerText(), /tanpa spasi/);
    const name = newName('sari');
    await page.fill('dialog input', name);
    await page.selectOption('dialog select', 'editor');
    await page.keyboard.press('Tab');
    await page.locator('dialog button.main').click();
    const link = await page.locator('dialog .copy code').innerText();
    assert.ok(link.startsWith(`${desk.url}/console/welcome#`), link);
    await button(page, 'Selesai').click();
    const row = page.locator('tbody tr', { hasText: name });
    await row.locator('.tag.warn', { hasText: 'Menunggu tautan dibuka' }).waitFor();
    assert.ok(!(await page.content()).includes(link.split('#')[1]), 'shown once');

    const hers = await open(browser, desk.url, { path: link.slice(desk.url.length) });
    await welcome(hers);
    await atDesk(hers);
    await row.locator('select').selectOption('viewer');
    await toast(page, `${name} sekarang Pengamat`);
    await page.keyboard.press('z');
    await toast(page, 'Sudah diurungkan');
    await page.waitForFunction((n) => [...document.querySelectorAll('tbody tr')].find((r) => r.textContent.includes(n)).querySelector('select').value === 'editor', name);
    await row.getByRole('button', { name: `Nonaktifkan ${name}` }).click();
    await toast(page, 'dinonaktifkan');
    await row.locator('.tag.bad').waitFor();
    await hers.fill('#question', 'belum sempat dijawab');
    await hers.keyboard.press('Enter');
    await hers.waitForSelector('dialog.over form');
    await signIn(hers, name);
    assert.match(await hers.locator('.notice.bad').innerText(), /tidak cocok/);
    await page.locator('.toast', { hasText: 'dinonaktifkan' }).getByRole('button', { name: 'Urungkan' }).click();
    await row.locator('.tag.good').waitFor();
    await signIn(hers, name);
    await hers.waitForSelector('dialog.over', { state: 'detached' });
    assert.strictEqual(await hers.inputValue('#question'), 'belum sempat dijawab');
    assert.strictEqual(await hers.locator('.notice.bad').count(), 0);
    await close(hers, [401, 403]);

    await row.getByRole('button', { name: `Tautan baru ${name}` }).click();
    await button(page, 'Buat tautan').click();
    assert.match(await page.locator('dialog .copy code').innerText(), /welcome#[\w-]{43}$/);
    await page.keyboard.press('Escape');
    await row.locator('.tag.warn', { hasText: 'Menunggu tautan dibuka' }).waitFor();
    await close(page, [400, 401]);
});

test('account: password, sessions listed and ended, sign out', async () => {
    const { page, name } = await enter('operator');
    const phone = await open(browser, desk.url, { viewport: { width: 360, height: 740 } });
    await signIn(phone, name);
    await atDesk(phone);
    await phone.fill('#question', 'belum sempat dikirim');
    await go(page, '/account');
    await page.locator('#sessions-title ~ ul li').nth(1).waitFor();
    assert.strictEqual(await page.locator('.tag', { hasText: 'Perangkat ini' }).count(), 1);
    assert.match(await page.locator('#sessions-title ~ ul').innerText(), /Chrome, Linux/);
    await button(page, 'Akhiri').click();
    await toast(page, 'Sesi itu diakhiri');
    await page.waitForFunction(() => document.querySelectorAll('#sessions-title ~ ul li').length === 1);

    // Ended elsewhere: back to the sign-in, with what was typed.
    await phone.locator('.top button').click();
    await phone.locator('dialog .nav', { hasText: 'Akun saya' }).click();
    await phone.waitForSelector('dialog.over form');
    assert.match(await phone.locator('dialog.over .notice').innerText(), /masih ada/);
    assert.strictEqual(await phone.inputValue('dialog.over input[autocomplete=username]'), name);
    await phone.keyboard.press('Escape');
    await phone.keyboard.press('Escape');
    assert.ok(await phone.isVisible('dialog.over form'), 'it can’t be closed');
    await phone.fill('dialog.over input[autocomplete=current-password]', PASSWORD);
    await phone.keyboard.press('Enter');
    await phone.waitForSelector('#sessions-title ~ ul li');
    await phone.goBack();
    await phone.waitForSelector('#question');
    assert.strictEqual(await phone.inputValue('#question'), 'belum sempat dikirim');
    await close(phone, [401]);

    await page.fill('input[autocomplete=current-password]', 'bukan kata sandinya');
    await page.fill('input[autocomplete=new-password]', 'gajah payung sepeda malam');
    await button(page, 'Ganti kata sandi').click();
    assert.match(await page.locator('.notice.bad').innerText(), /tidak cocok/);
    await page.fill('input[autocomplete=current-password]', PASSWORD);
    await button(page, 'Ganti kata sandi').click();
    await toast(page, 'sudah diganti');
    await page.locator('#main').getByRole('button', { name: 'Keluar' }).click();
    await page.waitForSelector('form');
    assert.match(await page.locator('.notice').innerText(), /sudah keluar/);
    await signIn(page, name);
    await page.locator('.notice.bad').waitFor();
    await signIn(page, name, 'gajah payung sepeda malam');
    await atDesk(page);
    await close(page, [401, 403]);
});

test('a dialog that is open when the session ends comes back as it was', async () => {
    const { page, name } = await enter('admin');
    await go(page, '/operators');
    await page.locator('tbody tr').first().waitFor();
    await page.keyboard.press('n');
    await page.waitForSelector('dialog input:focus');
    await page.keyboard.type('petugas-baru');
    await desk.endSessions(name);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.over form');
    await page.fill('dialog.over input[autocomplete=current-password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.over', { state: 'detached' });
    assert.strictEqual(await page.inputValue('dialog input'), 'petugas-baru');
    await page.locator('dialog button.main').click();
    await page.locator('dialog .copy code').waitFor();
    await close(page, [401]);
});

test('two tabs are one person: in, out, language and colours', async () => {
    const { page, name } = await enter('editor');
    const other = await open(browser, desk.url, { context: page.context() });
    await atDesk(other);
    await other.getByRole('button', { name: 'English' }).click();
    await page.waitForFunction(() => document.documentElement.lang === 'en' && document.querySelector('h1').textContent === 'Try it');
    await page.getByRole('button', { name: /Colours/ }).click();
    await other.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    await other.locator('.who').getByRole('button', { name: 'Sign out' }).click();
    await page.waitForSelector('form');
    await signIn(page, name);
    await atDesk(page);
    await atDesk(other);
    await other.close();
    await close(page, [401]);
});

test('try it: the answer, and why', async () => {
    const { page } = await enter('viewer');
    await page.getByRole('button', { name: 'apa benar daftar di prakerja.vip' }).click();
    await page.waitForFunction(() => document.querySelector('#question:focus')?.value === 'apa benar daftar di prakerja.vip');
    await page.keyboard.press('Enter');
    await page.locator('.theirs').waitFor();
    assert.match(await page.locator('.theirs .said').innerText(), /^(SALAH|PENIPUAN)/);
    assert.match(await page.locator('.decision').innerText(), /Dijawab[^]*prakerja\.vip/);
    assert.match(await page.locator('.why').innerText(), /meniru yang resmi[^]*Cara membacanya[^]*Diputuskan[^]*Dijawab: /);
    const weighed = page.locator('.weighed');
    if (await weighed.count() === 5) await page.getByRole('button', { name: /^Tampilkan semua/ }).click();
    assert.match(await page.locator('.why').innerText(), new RegExp(`Fakta yang ditimbang ${await weighed.count()}\\b`));
    await page.locator('.weighed > button').nth(1).click();
    assert.match(await page.locator('.features').innerText(), /Kemiripan judul/);
    await ask(page, 'harga cabai besok');
    assert.match(await page.locator('.decision').innerText(), /Belum ada jawaban/);
    await page.locator('h1').click();
    await page.keyboard.press('k');
    await page.waitForFunction(() => /Dijawab/.test(document.querySelector('.decision').textContent));
    await page.keyboard.press('/');
    assert.ok(await page.evaluate(() => document.activeElement.id === 'question'));
    await page.fill('input[type=date]', '2021-06-30');
    await ask(page, 'brp lembaga pelatihan prakerja');
    assert.match(await page.locator('.theirs').last().innerText(), /179/);
    await page.selectOption('.options select', 'en');
    const asked = page.waitForRequest('**/api/v1/ask?explain=1');
    await ask(page, 'insentif');
    assert.deepStrictEqual((await asked).postDataJSON(), { text: 'insentif', lang: 'en', at: '2021-06-30' });
    await button(page, 'Mulai dari awal').click();
    assert.strictEqual(await page.locator('.theirs').count(), 0);
    await close(page, [401]);
});

test('keys: the overlay shows them, typing and the switch put them to rest', async () => {
    const { page } = await enter('admin');
    await page.locator('h1').click();
    await page.keyboard.press('?');
    const overlay = page.locator('dialog');
    assert.match(await overlay.innerText(), /Pintasan[^]*Jawaban berikutnya[^]*Pindah halaman[^]*Petugas/);
    await page.keyboard.press('Escape');
    await overlay.waitFor({ state: 'detached' });
    await page.fill('#question', '');
    await page.keyboard.type('g o?');
    assert.strictEqual(await page.inputValue('#question'), 'g o?');
    await page.locator('h1').click();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForFunction(() => document.title === 'Petugas · lurus' && document.activeElement?.tagName === 'H1');
    await page.keyboard.press('?');
    await overlay.getByRole('checkbox').uncheck();
    await button(overlay, 'Tutup').click();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForTimeout(200);
    assert.strictEqual(await page.title(), 'Petugas · lurus');
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    assert.ok(await page.evaluate(() => document.activeElement.id === 'main'));
    await close(page, [401]);
});

test('no line: it is said, what was typed stays, and it comes back by itself', async () => {
    const { page } = await enter('viewer');
    await page.context().setOffline(true);
    await page.waitForFunction(() => /tanpa internet/.test(document.querySelector('.line').textContent));
    await page.fill('#question', 'brp lembaga pelatihan prakerja');
    await page.keyboard.press('Enter');
    await page.locator('.notice.bad').waitFor();
    assert.strictEqual(await page.inputValue('#question'), 'brp lembaga pelatihan prakerja');
    await shot(page, 'console-offline');
    await page.context().setOffline(false);
    await page.waitForFunction(() => document.querySelector('.line').textContent === '');
    await page.locator('#question').focus();
    await page.keyboard.press('Enter');
    await page.locator('.theirs').waitFor();
    page.problems = page.problems.filter((p) => !/ERR_INTERNET_DISCONNECTED/.test(p));
    await close(page, [401]);
});

test('over plain http elsewhere the sign-in says that HTTPS is needed', async () => {
    const page = await open(browser, desk.url, { path: '/healthz' });
    await page.route('http://meja.example/**', async (route) => {
        const url = new URL(route.request().url());
        await route.fulfill({ response: await route.fetch({ url: desk.url + url.pathname }) });
    });
    await page.goto('http://meja.example/console/');
    assert.match(await page.locator('.notice.warn').innerText(), /HTTPS/);
    await shot(page, 'console-plain-http');
    page.problems = page.problems.filter((p) => !/Cross-Origin/.test(p));
    await close(page, [401, 404]);
});
