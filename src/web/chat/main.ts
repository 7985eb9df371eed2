// SPDX-License-Identifier: Apache-2.0
// The page for citizens: one field, one button.
import { TEXT_MAX, type Button, type Incoming, type Lang } from '../shared/protocol';
import { Connection } from './connection';
import { memory, type Entry } from './memory';
import { textsOf, type Texts } from './texts';
import { button, make, mine, theirs } from './view';

const COUNT_FROM = 3600; // characters from which on what is left is told

function find<T extends HTMLElement>(id: string): T {
    const node = document.getElementById(id);
    if (!node) throw new Error(`#${id} is missing`);
    return node as T;
}

const log = find('log'), field = find<HTMLTextAreaElement>('field'), form = find<HTMLFormElement>('form'), count = find('count'), state = find('state');

let lang: Lang = memory.lang ?? (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'id');
let t: Texts = textsOf(lang);
let isOpen = false;
let typing: HTMLElement | null = null;

const connection = new Connection({ onState, onFrame }, () => lang);

// A long answer is shown from its start, where the verdict stands.
function toEnd(node: HTMLElement): void {
    log.append(node);
    log.scrollTop = node.offsetHeight > log.clientHeight - 40 ? node.offsetTop - log.offsetTop - 8 : log.scrollHeight;
}

function setTyping(isOn: boolean): void {
    typing?.remove();
    typing = isOn ? make('p', 'typing', t.typing) : null;
    if (typing) toEnd(typing);
}

function show(entry: Entry): void {
    if (entry.from === 'me') {
        const bubble = mine(entry.text, t);
        bubble.dataset['id'] = entry.id;
        if (memory.unsent.some((u) => u.id === entry.id)) setWaiting(bubble, true);
        toEnd(bubble);
    } else {
        toEnd(theirs(entry.reply, t, choose));
    }
}

function setWaiting(bubble: HTMLElement, isWaiting: boolean): void {
    bubble.classList.toggle('waiting', isWaiting);
    bubble.title = isWaiting ? t.waiting : '';
}

function notice(text: string): void {
    toEnd(make('p', 'notice', text));
}

function showWelcome(): void {
    const bubble = make('div', 'bubble bot', t.welcome);
    const acts = make('div', 'acts');
    for (const example of t.examples) acts.append(button(example, () => say(example)));
    bubble.append(acts);
    toEnd(bubble);
}

function say(text: string): void {
    const id = memory.newId();
    memory.hold({ type: 'message', id, text, shown: text });
    sent(id, text);
}

function choose(choice: Button): void {
    const id = memory.newId();
    memory.hold({ type: 'choice', id, choice: choice.id, shown: choice.title });
    sent(id, choice.title);
}

function sent(id: string, text: string): void {
    const entry: Entry = { from: 'me', id, text };
    memory.add(entry);
    show(entry);
    setTyping(isOpen);
    connection.flush();
}

function onState(open: boolean): void {
    isOpen = open;
    state.textContent = open ? t.ready : t.again;
    document.body.dataset['open'] = String(open);
    if (!open) setTyping(false);
}

function onFrame(frame: Incoming): void {
    switch (frame.type) {
    case 'ack': {
        const bubble = log.querySelector<HTMLElement>(`[data-id="${CSS.escape(frame.id)}"]`);
        if (bubble) setWaiting(bubble, false);
        return;
    }
    case 'reply': {
        if (!memory.isNew(frame)) return;
        setTyping(false);
        const entry: Entry = { from: 'them', reply: frame };
        memory.add(entry);
        show(entry);
        return;
    }
    case 'typing':
        setTyping(true);
        return;
    case 'error':
        setTyping(false);
        notice(t.problem[frame.code] ?? frame.text);
        return;
    case 'welcome':
        return;
    }
}

function paint(): void {
    t = textsOf(lang);
    document.documentElement.lang = lang;
    document.title = t.title;
    const names: [string, string][] = [['title', t.title], ['send', t.send], ['forget', t.forget], ['label', t.field], ['language', t.other]];
    for (const [id, text] of names) find(id).textContent = text;
    find('language').lang = lang === 'id' ? 'en' : 'id';
    log.setAttribute('aria-label', t.log);
    field.placeholder = t.hint;
    state.textContent = isOpen ? t.ready : t.connecting;
    log.textContent = '';
    typing = null;
    showWelcome();
    memory.entries.forEach(show);
}

function grow(): void {
    const left = TEXT_MAX - [...field.value].length;
    count.textContent = field.value.length > COUNT_FROM ? t.left(left) : '';
    field.rows = Math.min(5, field.value.split('\n').length + Math.floor(field.value.length / 60));
}

function submit(event: Event): void {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    if ([...text].length > TEXT_MAX) {
        notice(t.problem['too_long'] ?? '');
        return;
    }
    field.value = '';
    grow();
    say(text);
    field.focus();
}

form.addEventListener('submit', submit);
field.addEventListener('input', grow);
field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
});
find('language').addEventListener('click', () => {
    lang = lang === 'id' ? 'en' : 'id';
    memory.setLang(lang);
    paint();
    connection.restart();
});
find('forget').addEventListener('click', () => {
    memory.forget();
    paint();
    notice(t.forgotten);
    connection.restart();
    field.focus();
});

paint();
connection.open();
