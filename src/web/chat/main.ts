// SPDX-License-Identifier: Apache-2.0
// The page for citizens: one field, one button.
import { TEXT_MAX, type Button, type Incoming, type Lang } from '../shared/protocol';
import { Connection } from './connection';
import { ENTRIES_MAX, memory, type Entry, type Unsent } from './memory';
import { button, make } from './nodes';
import { textsOf, type Texts } from './texts';
import { mine, setDelivery, theirs, welcome, type Delivery } from './view';

const COUNT_FROM = 3600;  // characters from which on what is left is told
const TYPING_MS = 20000;  // after which nobody believes any more that we are looking
const TOAST_MS = 5000;
const LIVE_AFTER_MS = 300; // what was said before the page was drawn is not read aloud

function find<T extends HTMLElement>(id: string): T {
    const node = document.getElementById(id);
    if (!node) throw new Error(`#${id} is missing`);
    return node as T;
}

const hasMouse = window.matchMedia('(hover: hover) and (pointer: fine)').matches;
const log = find('log'), field = find<HTMLTextAreaElement>('field'), form = find<HTMLFormElement>('form'), count = find('count'), state = find('state'), toast = find('toast');

let lang: Lang = memory.lang ?? (/^(id|ms|jv|su)\b/i.test(navigator.language) ? 'id' : 'en');
let t: Texts = textsOf(lang);
let isOpen = false, wasOpen = false;
let typing: HTMLElement | null = null;
let typingTimer = 0, toastTimer = 0, liveTimer = 0;
let token = memory.token; // that this page speaks with

const connection = new Connection({ onState, onFrame, onRefused }, () => lang);

// A long answer is shown from its start, where the verdict stands.
function toEnd(node: HTMLElement): void {
    log.append(node);
    const old = log.children[1]; // after the welcome
    if (old && log.childElementCount > ENTRIES_MAX + 1) old.remove();
    node.scrollIntoView({ block: node.offsetHeight > log.clientHeight - 40 ? 'start' : 'end' });
}

function setTyping(isOn: boolean): void {
    window.clearTimeout(typingTimer);
    typing?.remove();
    typing = isOn ? make('p', 'typing', t.typing) : null;
    if (!typing) return;
    toEnd(typing);
    typingTimer = window.setTimeout(() => setTyping(false), TYPING_MS);
}

function tell(text: string): void {
    window.clearTimeout(toastTimer);
    toast.textContent = text;
    toastTimer = window.setTimeout(() => { toast.textContent = ''; }, TOAST_MS);
}

function show(entry: Entry): void {
    if (entry.from === 'them') {
        toEnd(theirs(entry, t, lang, { choose, tell }));
        return;
    }
    const bubble = mine(entry, t);
    setDelivery(bubble, entry.at, memory.isWaiting(entry.id) ? 'waiting' : 'sent', t, lang);
    toEnd(bubble);
}

function mark(id: string, delivery: Delivery): void {
    const bubble = log.querySelector<HTMLElement>(`.mine[data-id="${CSS.escape(id)}"]`);
    const entry = memory.entries.find((e) => e.from === 'me' && e.id === id);
    if (bubble && entry) setDelivery(bubble, entry.at, delivery, t, lang);
}

function put(item: Unsent, text: string): void {
    log.querySelectorAll('.notice').forEach((notice) => notice.remove());
    const entry: Entry = { from: 'me', id: item.id, text, at: Date.now(), lang };
    memory.hold(item);
    memory.add(entry);
    show(entry);
    setTyping(isOpen);
    connection.flush();
}

function say(text: string): void {
    put({ type: 'message', id: memory.newId(), text }, text);
}

function choose(choice: Button, shown: string): void {
    put({ type: 'choice', id: memory.newId(), choice: choice.id }, shown);
    const chosen = /^intent:language_(id|en)$/.exec(choice.id)?.[1] as Lang | undefined;
    if (chosen && chosen !== lang) speak(chosen);
}

function showState(): void {
    const lost = navigator.onLine ? (wasOpen ? t.again : t.connecting) : t.offline;
    const text = isOpen ? t.ready : lost;
    if (state.textContent !== text) state.textContent = text;
    document.body.dataset['open'] = String(isOpen);
}

function onState(open: boolean): void {
    isOpen = open;
    wasOpen = wasOpen || open;
    token = memory.token;
    showState();
    if (!open) setTyping(false);
}

function onRefused(id: string): void {
    mark(id, 'refused');
}

function onFrame(frame: Incoming): void {
    switch (frame.type) {
    case 'ack':
        mark(frame.id, 'sent');
        return;
    case 'reply': {
        if (!memory.isNew(frame)) return;
        setTyping(false);
        const entry: Entry = { from: 'them', reply: frame, at: Date.now(), lang };
        memory.add(entry);
        show(entry);
        return;
    }
    case 'typing':
        setTyping(true);
        return;
    case 'error':
        setTyping(false);
        toEnd(make('p', 'notice', t.problem[frame.code] ?? frame.text));
        return;
    case 'welcome':
        return;
    }
}

function label(): void {
    t = textsOf(lang);
    document.documentElement.lang = lang;
    document.title = t.title;
    const names: [string, string][] = [['title', t.title], ['send', t.send], ['forget', t.forget], ['label', t.field], ['language', t.other]];
    for (const [id, text] of names) find(id).textContent = text;
    find('language').lang = lang === 'id' ? 'en' : 'id';
    log.setAttribute('aria-label', t.log);
    field.placeholder = t.hint;
}

function paint(): void {
    label();
    showState();
    log.setAttribute('aria-live', 'off');
    log.textContent = '';
    typing = null;
    log.append(welcome(t, say));
    memory.entries.forEach(show);
    window.clearTimeout(liveTimer);
    liveTimer = window.setTimeout(() => log.setAttribute('aria-live', 'polite'), LIVE_AFTER_MS);
}

function grow(): void {
    const length = [...field.value].length;
    count.textContent = length > COUNT_FROM ? t.left(TEXT_MAX - length) : '';
    field.setAttribute('aria-invalid', String(length > TEXT_MAX));
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`; // and its border
}

function submit(event: Event): void {
    event.preventDefault();
    const text = field.value.trim();
    if (hasMouse) field.focus(); // on a phone it would bring back the keyboard, which hides the answer
    if (!text) return;
    if ([...text].length > TEXT_MAX) {
        tell(t.problem['too_long'] ?? '');
        return;
    }
    field.value = '';
    grow();
    say(text);
}

function speak(chosen: Lang): void {
    lang = chosen;
    memory.setLang(lang);
    paint();
    grow();
}

function switchLanguage(): void {
    speak(lang === 'id' ? 'en' : 'id');
    connection.greet();
}

function forget(): void {
    const old = memory.forget();
    paint();
    connection.restart();
    field.focus();
    if (!old.entries.length) return;
    const notice = make('p', 'notice', t.forgotten);
    notice.append(' ', button(t.undo, () => {
        memory.restore(old);
        paint();
        connection.restart();
        field.focus();
    }));
    log.setAttribute('aria-live', 'polite');
    toEnd(notice);
}

// Another tab has written: show what it knows, and speak as whom it speaks.
function onOtherTab(): void {
    lang = memory.lang ?? lang;
    paint();
    if (memory.token === token) {
        connection.flush();
        return;
    }
    token = memory.token;
    connection.restart();
}

form.addEventListener('submit', submit);
field.addEventListener('input', grow);
field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
});
find('language').addEventListener('click', switchLanguage);
find('forget').addEventListener('click', forget);
for (const name of ['online', 'offline']) window.addEventListener(name, showState);
memory.onOther(onOtherTab);

field.disabled = find<HTMLButtonElement>('send').disabled = false;
paint();
connection.open();
if (hasMouse) field.focus();
