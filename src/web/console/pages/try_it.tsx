// SPDX-License-Identifier: Apache-2.0
// What a citizen would be told, and why: a chat on the left, the explanation of one answer on the right.
import { useEffect, useRef, useState } from 'preact/hooks';
import { calls, type Answer } from '../calls';
import { useDraft, useTask, useTitle } from '../hooks';
import { Icon } from '../icons';
import { useKeys } from '../keys';
import { drafts } from '../memory';
import { Button, Field, Select, Trouble } from '../parts';
import { useTexts } from '../prefs';
import { Store, useStore } from '../store';
import { Explanation } from './explain';

const LONGEST = 4096; // characters
const MANY = 50;
interface Turn { id: number; answer: Answer; ms: number }

// It outlives the page, as long as the tab is not loaded again.
const turns = new Store<readonly Turn[]>([]);
const chosen = new Store<number>(0);
let lastId = 0;
export const forgetTurns = (): void => { turns.set([]); };

function Said({ turn, isChosen }: { turn: Turn; isChosen: boolean }) {
    const t = useTexts(), { answer } = turn;
    return (
        <li>
            <p class="mine">{answer.text}</p>
            <div class={isChosen ? 'theirs chosen' : 'theirs'}>
                <p class="said" lang={answer.lang}>{answer.reply}</p>
                {answer.buttons.length > 0 && <ul class="chips">{answer.buttons.map((b) => <li key={b}>{b}</li>)}</ul>}
                <button type="button" class="plain small" aria-pressed={isChosen} onClick={() => chosen.set(turn.id)}>
                    <span class={`tag o-${answer.outcome}`}>{t.outcomes[answer.outcome] ?? answer.outcome}</span>{t.why}<Icon name="open" />
                </button>
            </div>
        </li>
    );
}

function Ask({ pick }: { pick: string }) {
    const t = useTexts(), [text, setText] = useDraft('try'), [speech, setSpeech] = useDraft('try-lang', 'auto'), [at, setAt] = useDraft('try-at');
    const field = useRef<HTMLTextAreaElement>(null);
    useEffect(() => { if (pick) { setText(pick); field.current?.focus(); } }, [pick]);
    const ask = useTask(async () => {
        const asked = text.trim(), from = performance.now();
        if (!asked) return;
        const answer = await calls.ask({ text: asked, ...(speech === 'auto' ? {} : { lang: speech }), ...(at ? { at } : {}) });
        const turn = { id: ++lastId, answer, ms: performance.now() - from };
        turns.set([...turns.value, turn].slice(-MANY));
        chosen.set(turn.id);
        if (drafts.get('try')?.trim() === asked) setText('');
        field.current?.focus();
    });
    useKeys([{ keys: '/', does: t.does.field, run: () => field.current?.focus() }]);
    const onKey = (event: KeyboardEvent): void => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        ask.run();
    };
    return (
        <form class="ask" onSubmit={(event) => { event.preventDefault(); ask.run(); }}>
            <Trouble error={ask.error} />
            <label class="unseen" for="question">{t.question}</label>
            <div class="row">
                <textarea id="question" ref={field} rows={2} maxLength={LONGEST} placeholder={t.questionHint} value={text} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKey} />
                <Button isSubmit look="main" icon="send" isBusy={ask.isBusy}>{t.ask}</Button>
            </div>
            <div class="row options">
                <Select label={t.replyLang} value={speech} onChange={setSpeech} options={[['auto', t.auto], ['id', 'Indonesia'], ['en', 'English']]} />
                <Field label={t.asOf} type="date" value={at} onInput={setAt} />
                {at && <Button look="plain small" onClick={() => setAt('')}>{t.today}</Button>}
            </div>
        </form>
    );
}

export function TryIt() {
    const t = useTexts(), list = useStore(turns), now = useStore(chosen);
    const log = useRef<HTMLOListElement>(null), [pick, setPick] = useState('');
    const turn = list.find((one) => one.id === now) ?? list[list.length - 1];
    useTitle(t.pages.tryIt);
    // A long answer is read from its start.
    const show = (place: number): void => {
        const item = log.current?.children[place];
        if (item instanceof HTMLElement && log.current) item.scrollIntoView({ block: item.offsetHeight > log.current.clientHeight ? 'start' : 'nearest' });
    };
    useEffect(() => show(list.length - 1), [list]);
    const move = (by: number): void => {
        const place = list.findIndex((one) => one.id === turn?.id) + by, next = list[place];
        if (!next) return;
        chosen.set(next.id);
        show(place);
    };
    useKeys([
        { keys: 'j', does: t.does.next, run: () => move(1) },
        { keys: 'k', does: t.does.previous, run: () => move(-1) },
    ]);
    const clear = (): void => { forgetTurns(); setPick(''); };
    return (
        <>
            <header class="head">
                <div class="grow"><h1 tabIndex={-1}>{t.pages.tryIt}</h1><p class="hint">{t.tryMore}</p></div>
                {list.length > 0 && <Button onClick={clear}>{t.clear}</Button>}
            </header>
            <div class="try">
                <section class="chat" aria-label={t.conversation}>
                    <ol class="log" ref={log} tabIndex={0} aria-live="polite" aria-label={t.conversation}>
                        {list.length === 0 && <li class="empty"><p>{t.tryEmpty}</p><div class="chips">{t.examples.map((one) => <Button key={one} look="small" onClick={() => setPick(one)}>{one}</Button>)}</div></li>}
                        {list.map((one) => <Said key={one.id} turn={one} isChosen={one === turn} />)}
                    </ol>
                    <Ask pick={pick} />
                </section>
                <section class="why" aria-label={t.whyTitle}>
                    {turn ? <Explanation key={turn.id} answer={turn.answer} ms={turn.ms} /> : <p class="empty">{t.whyEmpty}</p>}
                </section>
            </div>
        </>
    );
}
