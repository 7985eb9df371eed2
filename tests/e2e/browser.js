// SPDX-License-Identifier: Apache-2.0
// Headless Chromium for the tests of pages: opens, watches for errors, audits by axe.
'use strict';
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');
const { root } = require('./service.js');

const screens = path.join(root, 'build', 'screens');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function launch() {
    fs.mkdirSync(screens, { recursive: true });
    return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: quiet });
}

// Whatever goes wrong in the page is told in page.problems: errors, violations of the policy, dialogs.
function watch(page) {
    page.problems = [];
    page.on('console', (m) => { if (m.type() === 'error') page.problems.push(m.text()); });
    page.on('pageerror', (e) => page.problems.push(String(e)));
    page.on('dialog', (d) => { page.problems.push(`dialog: ${d.message()}`); void d.dismiss(); });
    return page;
}

// By the browser's own protocol, which the page's Trusted Types don't stop.
async function audit(page) {
    const client = await page.context().newCDPSession(page);
    await client.send('Runtime.evaluate', { expression: axe });
    const { result, exceptionDetails } = await client.send('Runtime.evaluate', {
        expression: "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => JSON.stringify({ rules: r.passes.length, bad: r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' ')) }))",
        awaitPromise: true, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return JSON.parse(result.value);
}

const shot = (page, name) => page.screenshot({ path: path.join(screens, `${name}.png`) });

module.exports = { launch, watch, audit, shot, screens };
