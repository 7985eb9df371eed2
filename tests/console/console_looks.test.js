// SPDX-License-Identifier: Apache-2.0
// How the console looks: every page in both languages and colours, wide and on a phone, judged by axe and measured, and
// with what strangers may write. Screenshots go to build/screens.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const { launch, audit, shot } = require('../e2e/browser.js');
const { Desk, acts, close, open, signIn, totp } = require('./console.js');

let browser, desk;
before(async () => {
    desk = await new Desk().start();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    await desk?.stop();
});
const { enter, go, ask, newName } = acts(() => ({ browser, desk }));

// Whatever a stranger may call himself, and other ways to write a script.
function hostile() {
    const scripts = ['alert(1)', 'prompt`1`', 'print()', 'document.title=9', "top['al'+'ert'](1)"];
    const shapes = [
        (s) => `<script>${s}</script>`, (s) => `<img src=x onerror=${s}>`, (s) => `<svg onload="${s}">`, (s) => `"><script>${s}</script>`, (s) => `'-${s}-'`, (s) => `javascript:${s}`,
        (s) => `<a href="javascript:${s}">x</a>`, (s) => `<iframe srcdoc="<script>${s}</script>">`, (s) => `<details open ontoggle=${s}>`, (s) => `<body onload=${s}>`, (s) => `<style>@import 'x';</style>${s}`,
        (s) => `{{${s}}}`, (s) => `\${${s}}`, (s) => `<math><mtext><script>${s}</script>`, (s) => `<input autofocus onfocus=${s}>`, (s) => `<video><source onerror=${s}>`, (s) => `&lt;script&gt;${s}&lt;/script&gt;`,
        (s) => `</title><script>${s}</script>`, (s) => `</textarea><script>${s}</script>`, (s) => `<!--><script>${s}</script>`, (s) => `<object data="data:text/html,<script>${s}</script>">`, (s) => `<embed src="javascript:${s}">`,
        (s) => `<form action="javascript:${s}"><button>x</button></form>`, (s) => `<base href="javascript:${s}//">`, (s) => `<meta http-equiv=refresh content="0;javascript:${s}">`, (s) => `<link rel=stylesheet href="data:,${s}">`,
        (s) => `\u202e${s}\u202c`, (s) => `<scr\0ipt>${s}</scr\0ipt>`, (s) => `<x onclick=${s} style="position:fixed;inset:0">`, (s) => `<p style="background:url(javascript:${s})">`, (s) => `<template><script>${s}</script></template>`,
        (s) => `<svg><animate onbegin=${s} attributeName=x>`, (s) => `<svg><use href="data:image/svg+xml,<svg onload=${s}>">`, (s) => `<marquee onstart=${s}>`, (s) => `<isindex type=image src=1 onerror=${s}>`,
        (s) => `'"><img/src/onerror=${s}>`, (s) => `<noscript><p title="</noscript><img src=x onerror=${s}>">`, (s) => `<select><style></select><img src=x onerror=${s}></style>`, (s) => `<div is="x" onmouseover=${s}>`, (s) => `constructor.constructor('${s}')()`,
    ];
    return shapes.flatMap((shape) => scripts.map(shape));
}

test('200 hostile names, questions and agents are shown as they are and do nothing', async () => {
    const strings = hostile();
    assert.strictEqual(strings.length, 200);
    const { page, name } = await enter('admin');
    await page.route('**/api/v1/operators', (route) => route.fulfill({ json: { operators: strings.map((s, id) => ({ id, name: s, role: 'viewer', disabled: false, password: true, totp: false, created: '2026-01-05T00:00:00Z' })) } }));
    await page.route('**/api/v1/me/sessions', (route) => route.fulfill({ json: { sessions: strings.map((s, id) => ({ id, current: id === 0, created: s, seen: '2026-01-05T00:00:00Z', address: s, agent: s })) } }));
    await page.route('**/api/v1/ask?explain=1', (route) => route.fulfill({ json: {
        text: strings[0], lang: 'id', outcome: strings[1], rule: strings[2], intent: strings[3], reply: { text: strings.join('\n'), buttons: strings.map((s) => ({ id: s, title: s })) },
        facts: [{ id: strings[4], kind: strings[5], title: strings[6], verdict: strings[7], as_of: strings[8], score: 1, probability: 1, reasons: strings }], links: strings.map((s) => ({ url: s, host: s, judgement: s, of: s })), numbers: [],
        steps: strings.map((s) => ({ step: s, from: s, to: s })),
        candidates: strings.map((s) => ({ id: s, kind: s, title: s, verdict: s, as_of: s, expired: true, score: 1, probability: 0.5, reasons: [s], features: { [s]: -1 } })),
    } }));
    await go(page, '/operators');
    await page.locator('tbody tr').nth(199).waitFor();
    assert.deepStrictEqual(await page.locator('tbody .name').evaluateAll((list) => list.map((n) => n.textContent)), strings);
    await page.locator('tbody button').first().click();
    await page.keyboard.press('Escape');
    await go(page, '/account');
    await page.locator('#sessions-title ~ ul li').nth(199).waitFor();
    await go(page, '/try');
    await ask(page, strings[5]);
    await page.getByRole('button', { name: /^Tampilkan semua/ }).click();
    for (const one of await page.locator('.weighed > button').all()) await one.evaluate((b) => b.click());
    await page.locator('.weighed .open').nth(199).waitFor();
    assert.strictEqual(await page.locator('#app :is(script, iframe, object, embed, style, base, meta, link, form form)').count(), 0);
    assert.match(await page.title(), /^Coba tanya/);
    for (const problem of ['bad_request', strings[0]]) {
        await page.route('**/api/v1/operators/*', (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', json: { status: 400, code: problem, detail: strings[1] } }));
        await go(page, '/operators');
        await page.locator('tbody tr').first().getByRole('button', { name: /^Nonaktifkan/ }).click();
        await page.locator('.toast').waitFor();
    }
    assert.ok(name);
    await close(page, [400, 401]);
});

// Every page as it looks with something in it, in both languages and colours, wide and on a phone. `who` opens it: the
// admin of the test, somebody new, or nobody yet.
const rows = (page) => page.locator('tbody tr').first().waitFor();
const addOperator = async (page) => {
    await rows(page);
    await page.locator('#main button.main').click();
    await page.locator('dialog input').waitFor();
};
const enrol = async (page) => {
    await page.locator('#sessions-title ~ ul li').first().waitFor();
    await page.locator('#totp-title ~ p button').click();
    await page.locator('.qr').waitFor();
};
const confirm = async (page) => {
    await page.fill('.steps input', totp((await page.locator('.steps code').innerText()).replace(/\s/g, '')));
    await page.keyboard.press('Enter');
    await page.locator('.recovery li').nth(9).waitFor();
};
const looks = [
    { name: 'sign-in', who: 'nobody', path: '/' },
    { name: 'welcome', who: 'nobody', path: null },
    { name: 'sign-in-code', who: 'viewer', path: '/account', prepare: async (page, name) => {
        await enrol(page);
        await confirm(page);
        await page.locator('.who button').last().click();
        await page.waitForSelector('.door form');
        await signIn(page, name);
        await page.waitForSelector('.field.code');
    } },
    { name: 'ended', who: 'viewer', path: '/account', prepare: async (page, name) => {
        await page.locator('#sessions-title ~ ul li').first().waitFor();
        await desk.endSessions(name);
        await page.locator('#totp-title ~ p button').click();
        await page.waitForSelector('dialog.over form');
    } },
    { name: 'try', path: '/try', prepare: async (page) => {
        for (const text of ['halo', 'apa benar daftar prakerja di prakerja.vip']) await ask(page, text);
        await page.locator('.weighed > button').nth(1).click();
    } },
    { name: 'operators', path: '/operators', prepare: rows },
    { name: 'operator-add', path: '/operators', prepare: addOperator },
    { name: 'operator-link', path: '/operators', prepare: async (page) => {
        await addOperator(page);
        await page.fill('dialog input', newName('budi'));
        await page.keyboard.press('Enter');
        await page.locator('dialog .copy').waitFor();
    } },
    { name: 'account', path: '/account', prepare: enrol },
    { name: 'account-recovery', path: '/account', prepare: async (page) => { await enrol(page); await confirm(page); } },
    { name: 'about', path: '/about', prepare: (page) => page.locator('summary').first().click() },
    { name: 'keys', path: '/about', prepare: async (page) => { await page.keyboard.press('?'); await page.locator('dialog .keys').first().waitFor(); } },
    { name: 'menu', path: '/about', prepare: async (page) => { await page.setViewportSize({ width: 360, height: 740 }); await page.locator('.top button').click(); await page.locator('dialog nav').waitFor(); } },
    { name: 'not-here', path: '/tidak/ada' },
];

// Nothing is cut off or too small to hit, whatever the width.
async function fits(page) {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    const bad = await page.evaluate(() => [...document.querySelectorAll('#app *')].filter((n) => {
        const box = n.getBoundingClientRect();
        const edge = n.closest('.side, .cards > section, .sheet, dialog')?.getBoundingClientRect().right ?? innerWidth;
        return box.width && !n.closest('.unseen, .skip, svg, [hidden]') && (box.right > edge + 1 || box.left < -1 || (n.matches('button, .nav, select, input:not([type=checkbox])') && box.height < 24));
    }).map((n) => n.outerHTML.slice(0, 90)));
    assert.deepStrictEqual(bad, []);
}

// A page at the place of a look.
async function arrive(look, page, view) {
    if (look.who === 'nobody') {
        const path = look.path === null ? desk.add(newName('tamu'), 'viewer') : '/console/';
        const shown = await open(browser, desk.url, { ...view, path });
        await shown.waitForSelector('form');
        return { shown };
    }
    const { page: shown, name } = look.who ? await enter(look.who, view) : { page };
    await go(shown, look.path);
    return { shown, name };
}

for (const scheme of ['light', 'dark']) {
    for (const locale of ['id-ID', 'en-GB']) {
        test(`every page, ${locale}, ${scheme}: no finding of axe, nothing cut off`, async (t) => {
            const view = { locale, colorScheme: scheme, reducedMotion: 'reduce' };
            const { page } = await enter('admin', view);
            let rules = 0;
            for (const look of looks) {
                const { shown, name } = await arrive(look, page, view);
                await look.prepare?.(shown, name);
                for (const [width, height] of [[1280, 800], [360, 740]]) {
                    await shown.setViewportSize({ width, height });
                    await fits(shown);
                    const found = await audit(shown);
                    assert.deepStrictEqual(found.bad, [], `${look.name} at ${width}`);
                    rules += found.rules;
                    await shot(shown, `console-${look.name}-${locale.slice(0, 2)}-${scheme}-${width}`);
                }
                await shown.setViewportSize({ width: 1280, height: 800 });
                if (shown !== page) await close(shown, [401]);
            }
            t.diagnostic(`bound: axe passed ${rules} rules on ${2 * looks.length} screens and found 0`);
            await close(page, [401]);
        });
    }
}
