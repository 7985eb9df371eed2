// SPDX-License-Identifier: Apache-2.0
// What the code promises of its own shape: layers, one owner per library, banned functions, lengths, licences.
// Prints `ok NAME` or `FAILED NAME` with every finding; exit 1 when one failed.
'use strict';
const fs = require('fs');
const path = require('path');
const root = path.join(__dirname, '..', '..');

function files(folder, pattern) {
    const found = [];
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
        if (entry.name === 'node_modules') continue;
        const name = `${folder}/${entry.name}`;
        if (entry.isDirectory()) found.push(...files(name, pattern));
        else if (pattern.test(entry.name)) found.push(name);
    }
    return found;
}
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const sources = files('src', /\.[ch]$/).map((name) => ({ name, text: read(name), folder: name.split('/')[1] }));

// Comments and strings blanked, line structure kept.
function code(text) {
    return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (m) => m.replace(/[^\n]/g, ' '));
}

const tiers = {
    base: 0, model: 1, engine: 2, store: 2, channel: 2, exchange: 2, net: 3, desk: 3, send: 3, work: 3, app: 4,
};
function layers(tell) {
    for (const { name, text, folder } of sources) {
        for (const [, target] of text.matchAll(/^#include "([^"]+)"/gm)) {
            const to = path.posix.join(path.posix.dirname(name), target).split('/');
            if (!fs.existsSync(path.join(root, to.join('/')))) tell(name, `includes ${target}, which is not there`);
            if (to[1] !== folder && tiers[to[1]] >= tiers[folder]) tell(name, `includes ${target}: not a lower tier`);
        }
    }
}

const owners = [
    [/<cjson\//, ['src/base/json.c']],
    [/<openssl\/|<argon2/, ['src/base/crypto.c']],
    [/<sqlite3\.h>/, ['src/store/db.c', 'src/store/db.h']],
    [/<curl\//, ['src/send/http.c']],
    [/<libwebsockets\.h>/, ['src/net/server.c', 'src/net/http.c', 'src/net/chat.c', 'src/net/lws.h']],
    [/<ev\.h>/, ['src/net/server.c']],
    [/<utf8proc\.h>|<libstemmer\.h>/, ['src/engine/normalize.c']],
    [/<confuse\.h>/, ['src/app/config.c']],
];
function libraries(tell) {
    for (const { name, text } of sources)
        for (const [pattern, allowed] of owners)
            if (pattern.test(text) && !allowed.includes(name)) tell(name, `uses a library of ${allowed[0]}`);
}

const banned = /\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|alloca|system|popen|tmpnam|mktemp|signal\s*\(SIGCHLD)\s*\(/;
function functions(tell) {
    for (const { name, text } of sources) {
        code(text).split('\n').forEach((line, i) => {
            const found = banned.exec(line);
            if (found) tell(`${name}:${i + 1}`, `${found[1]} is banned`);
        });
    }
}

// A function body starts at a `{` that ends a line at column 0's statement and ends at a `}` in column 0.
function lengths(tell) {
    for (const { name, text } of sources) {
        const lines = text.split('\n');
        if (lines.length > 501) tell(name, `${lines.length - 1} lines; 500 at most`);
        let start = -1;
        code(text).split('\n').forEach((line, i) => {
            if (/^[A-Za-z_].*\)\s*\{\s*$/.test(line) || (/^\s+\S.*\)\s*\{\s*$/.test(line) && start < 0 && /^[A-Za-z_][^;{}]*\([^;{}]*$/.test(lines[i - 1] || ''))) start = i;
            if (line === '}' && start >= 0) {
                if (i - start + 1 > 60) tell(`${name}:${start + 1}`, `a function of ${i - start + 1} lines; 60 at most`);
                start = -1;
            }
        });
    }
}

function parameters(tell) {
    for (const { name, text } of sources.filter((s) => s.name.endsWith('.h'))) {
        for (const [whole, args] of code(text).matchAll(/^[A-Za-z_][\w\s*]*\b\w+\(([^()]*)\)[^;{]*;/gm)) {
            const count = args.trim() === '' || args.trim() === 'void' ? 0 : args.split(',').length;
            if (count > 10) tell(name, `${count} parameters: ${whole.slice(0, 60)}`);
        }
    }
}

function licences(tell) {
    const all = [...sources.map((s) => s.name), ...files('src/web', /\.tsx?$/), ...files('tests', /\.(c|h|js)$/)];
    for (const name of all)
        if (!read(name).startsWith('// SPDX-License-Identifier: Apache-2.0')) tell(name, 'the first line names no licence');
}

function headers(tell) {
    for (const { name, text } of sources.filter((s) => s.name.endsWith('.h')))
        if (!/^\/\/ SPDX[^\n]*\n\/\/ \S/.test(text)) tell(name, 'its second line does not say what it is for');
}

const unitless = /^(main|commands|options|cmd_.*|config_keys|load|facts|queries)$/;
function tests(tell) {
    const have = files('tests/unit', /^test_.*\.c$/).map(read).join('\n');
    for (const { name, folder } of sources.filter((s) => s.name.endsWith('.c') && ['base', 'engine', 'store', 'channel', 'exchange'].includes(s.folder))) {
        const module = path.basename(name, '.c');
        const header = name.replace(/\.c$/, '.h');
        if (unitless.test(module) || !fs.existsSync(path.join(root, header))) continue;
        if (!have.includes(`"${folder}/${module}.h"`)) tell(name, 'no unit test includes its header');
    }
}

// Every key of the configuration stands in the example file and in the manual.
function keys(tell) {
    const conf = read('deploy/lurus.conf'), manual = read('deploy/man/lurus.conf.5'), table = read('src/app/config_keys.c');
    const rows = [...table.matchAll(/^ {4}(?:TEXT|PATH|SECRET|LIST|INT|DOUBLE)\((\w+), (\w+)/gm), ...table.matchAll(/^ {4}\{"(\w+)", "(\w+)"/gm)];
    if (rows.length < 20) tell('src/app/config_keys.c', 'its rows cannot be read');
    for (const [, section, key] of rows) {
        const body = (new RegExp(`^${section} \\{([\\s\\S]*?)^\\}`, 'm').exec(conf) || ['', ''])[1];
        if (!new RegExp(`^ *#? *${key} = `, 'm').test(body)) tell('deploy/lurus.conf', `${section}.${key} is missing`);
        if (!manual.includes(`${section}.${key}`)) tell('deploy/man/lurus.conf.5', `${section}.${key} is missing`);
    }
}

const checks = { layers, libraries, functions, lengths, parameters, licences, headers, tests, keys };
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
    const findings = [];
    check((where, what) => findings.push(`  ${where}: ${what}`));
    console.log(`${findings.length ? 'FAILED' : 'ok'} lint/${name}`);
    findings.forEach((f) => console.log(f));
    failed += findings.length > 0;
}
process.exit(failed ? 1 : 0);
