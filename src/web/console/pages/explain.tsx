// SPDX-License-Identifier: Apache-2.0
// Why an answer is what it is: what decided, each step of the reading, and the facts that were weighed.
import { useState } from 'preact/hooks';
import type { Answer, Candidate, Judged, Step } from '../calls';
import { Button, Verdict } from '../parts';
import { lang, useTexts } from '../prefs';
import { useStore } from '../store';

const share = (value: number): string => {
    const percent = value * 100;
    return percent > 0 && percent < 0.1 ? '< 0.1 %' : `${percent >= 99.95 || percent === 0 ? percent.toFixed(0) : percent.toFixed(1)} %`;
};

function Decision({ answer, ms }: { answer: Answer; ms: number }) {
    const t = useTexts(), first = answer.facts[0];
    return (
        <div class={`decision o-${answer.outcome}`}>
            <p class="big">{t.outcomes[answer.outcome] ?? answer.outcome}</p>
            <p>{t.rules[answer.rule] ?? answer.rule}{answer.intent && <> · <code>{answer.intent}</code></>}</p>
            {first && <p class="fact"><b>{first.title}</b> <code>{first.id}</code></p>}
            <p class="hint">{t.outcomeMore[answer.outcome] ?? ''} {t.took(Math.round(ms))}</p>
        </div>
    );
}

// What follows another of the same kind stands in one line: ten dropped words are one step for a reader.
function groups(steps: readonly Step[]): { step: string; list: Step[] }[] {
    const made: { step: string; list: Step[] }[] = [];
    for (const step of steps) {
        const last = made[made.length - 1];
        if (last?.step === step.step) last.list.push(step);
        else made.push({ step: step.step, list: [step] });
    }
    return made;
}

// "answer by keyword" is the matcher's own shorthand.
function Outcome({ of }: { of: string }) {
    const t = useTexts(), [, outcome = '', rule = ''] = /^(\w+) by (\w+)$/.exec(of) ?? [];
    return <>{outcome ? `${t.outcomes[outcome] ?? outcome}: ${t.rules[rule] ?? rule}` : of}</>;
}

function Steps({ steps }: { steps: readonly Step[] }) {
    const t = useTexts();
    return (
        <ol class="reading">
            {groups(steps).map(({ step, list }, i) => (
                <li key={i}>
                    <b>{t.steps[step] ?? step}</b>
                    <ul>{list.map((one, k) => <li key={k}>{one.from && <q>{one.from}</q>}{one.to && <>{one.from && <span aria-hidden="true"> → </span>}<span class="to">{step === 'decide' ? <Outcome of={one.to} /> : one.to}</span></>}</li>)}</ul>
                </li>
            ))}
        </ol>
    );
}

function Judgements({ title, list }: { title: string; list: readonly Judged[] }) {
    const t = useTexts();
    if (!list.length) return null;
    return (
        <>
            <h3>{title}</h3>
            <ul class="list">{list.map((one, i) => <li key={i}><code class="grow">{one.text}</code><span class={`tag j-${one.judgement}`}>{t.judgements[one.judgement] ?? one.judgement}</span>{one.of && <code>{one.of}</code>}</li>)}</ul>
        </>
    );
}

// Bars from a middle line: what speaks for the fact goes right, what speaks against it left.
function Features({ of }: { of: Candidate }) {
    const t = useTexts(), largest = Math.max(1e-9, ...of.features.map(([, value]) => Math.abs(value)));
    if (!of.features.length) return <p class="hint">{t.noFeatures}</p>;
    return (
        <dl class="features">
            {of.features.map(([name, value]) => (
                <div key={name}>
                    <dt>{t.features[name] ?? name}</dt>
                    <dd>
                        <svg viewBox="-50 0 100 6" preserveAspectRatio="none" aria-hidden="true"><path class="middle" d="M0 0v6" /><path class={value < 0 ? 'against' : 'for'} d={`M0 3h${((value / largest) * 48).toFixed(2)}`} /></svg>
                        <span>{value.toFixed(2)}</span>
                    </dd>
                </div>
            ))}
        </dl>
    );
}

function Weighed({ of, place }: { of: Candidate; place: number }) {
    const t = useTexts(), [isOpen, setOpen] = useState(false), l = useStore(lang);
    const words = of.reasons.map((reason) => t.reasons[reason] ?? `“${reason}”`);
    return (
        <li class="weighed">
            <button type="button" class="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                <span class="place">{place}</span>
                <span class="grow">
                    <b lang="id">{of.title}</b>
                    <span class="hint">{t.kinds[of.kind] ?? of.kind}{of.asOf && <> · {t.per} {of.asOf}</>}{of.isExpired && <> · <span class="bad">{t.expired}</span></>}{words.length > 0 && <> · {words.join(', ')}</>}</span>
                </span>
                {of.verdict && <Verdict code={of.verdict} />}
                <span class="share"><span>{share(of.probability)}</span><svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><path class="track" d="M0 2h100" /><path d={`M0 2h${(of.probability * 100).toFixed(2)}`} /></svg></span>
            </button>
            {isOpen && <div class="open" lang={l}><p class="hint"><code>{of.id}</code> · {t.score} {of.score.toFixed(2)}</p><Features of={of} /></div>}
        </li>
    );
}

const FIRST = 5; // candidates that are shown at once

export function Explanation({ answer, ms }: { answer: Answer; ms: number }) {
    const t = useTexts(), [isAll, setAll] = useState(false), count = answer.candidates.length;
    return (
        <>
            <h2>{t.whyTitle}</h2>
            <Decision answer={answer} ms={ms} />
            <Judgements title={t.links} list={answer.links} />
            <Judgements title={t.numbers} list={answer.numbers} />
            <h3>{t.stepsTitle}</h3>
            <Steps steps={answer.steps} />
            <h3>{t.candidates} <span class="soft">{count}</span></h3>
            {count === 0 && <p class="hint">{t.noCandidates}</p>}
            <ol class="list weighing">{answer.candidates.slice(0, isAll ? count : FIRST).map((one, i) => <Weighed key={one.id} of={one} place={i + 1} />)}</ol>
            {count > FIRST && !isAll && <p><Button look="small" onClick={() => setAll(true)}>{t.showAll(count)}</Button></p>}
        </>
    );
}
