// SPDX-License-Identifier: Apache-2.0
// The authenticator: a code to scan, a first code as a proof, ten recovery codes that are shown once.
import qrcode from 'qrcode-generator';
import { useMemo, useState } from 'preact/hooks';
import { calls, type Enrolment, type Me } from '../calls';
import { useTask } from '../hooks';
import { Button, Copy, CopyLine, Field, Note, Trouble } from '../parts';
import { useTexts } from '../prefs';
import { arrive } from '../session';
import { say } from '../toasts';

const QUIET = 4; // modules of margin that scanners ask for

// One path of unit squares. The code stays dark on light in both themes: not every scanner reads the inverse.
function Qr({ text, label }: { text: string; label: string }) {
    const { path, size } = useMemo(() => {
        const code = qrcode(0, 'M');
        code.addData(text);
        code.make();
        const count = code.getModuleCount();
        let d = '';
        for (let y = 0; y < count; y++)
            for (let x = 0; x < count; x++)
                if (code.isDark(y, x)) d += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
        return { path: d, size: count + 2 * QUIET };
    }, [text]);
    return <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges"><path d={path} /></svg>;
}

const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

function Enrol({ enrolment, onDone, onLeave }: { enrolment: Enrolment; onDone: (codes: string[]) => void; onLeave: () => void }) {
    const t = useTexts(), [code, setCode] = useState('');
    const confirm = useTask(async () => onDone(await calls.confirmTotp(code.replace(/\s/g, ''))));
    return (
        <form onSubmit={(event) => { event.preventDefault(); confirm.run(); }}>
            <ol class="steps">
                <li><p>{t.totpScan}</p><Qr text={enrolment.uri} label={t.totpQr} /><p class="hint">{t.totpByHand}</p><CopyLine value={grouped(enrolment.secret)} label={t.totpSecret} /></li>
                <li><Field label={t.totpFirst} value={code} onInput={setCode} autocomplete="one-time-code" mode="numeric" isRequired max={8} look="code" /></li>
            </ol>
            <Trouble error={confirm.error} />
            <div class="row"><Button isSubmit look="main" isBusy={confirm.isBusy}>{t.totpConfirm}</Button><Button look="plain" onClick={onLeave}>{t.cancel}</Button></div>
        </form>
    );
}

function Recovery({ codes, onDone }: { codes: string[]; onDone: () => void }) {
    const t = useTexts(), [isKept, setKept] = useState(false);
    return (
        <>
            <Note look="warn">{t.recoveryMore}</Note>
            <ul class="recovery" aria-label={t.recovery}>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
            <p><Copy value={codes.join('\n')} /></p>
            <label class="check"><input type="checkbox" checked={isKept} onChange={(event) => setKept(event.currentTarget.checked)} />{t.recoveryKept}</label>
            <p><Button look="main" isOff={!isKept} onClick={onDone}>{t.done}</Button></p>
        </>
    );
}

function Drop({ onDone }: { onDone: () => void }) {
    const t = useTexts(), [isSure, setSure] = useState(false);
    const drop = useTask(async () => {
        await calls.dropTotp();
        say(t.totpDropped);
        await arrive();
        onDone();
    });
    if (!isSure) return <p><Button onClick={() => setSure(true)}>{t.totpDrop}</Button></p>;
    return (
        <>
            <Note look="warn">{t.totpDropMore}</Note>
            <Trouble error={drop.error} />
            <div class="row"><Button look="bad" isBusy={drop.isBusy} onClick={() => drop.run()}>{t.totpDropYes}</Button><Button look="plain" onClick={() => setSure(false)}>{t.cancel}</Button></div>
        </>
    );
}

export function Totp({ who }: { who: Me }) {
    const t = useTexts(), [enrolment, setEnrolment] = useState<Enrolment | null>(null), [codes, setCodes] = useState<string[] | null>(null);
    const begin = useTask(async () => setEnrolment(await calls.enrol()));
    const isOn = who.hasTotp || codes !== null;
    const finish = (made: string[]): void => {
        setEnrolment(null);
        setCodes(made);
        void arrive();
    };
    const shown = codes ? (
        <Recovery codes={codes} onDone={() => setCodes(null)} />
    ) : enrolment ? (
        <Enrol enrolment={enrolment} onLeave={() => setEnrolment(null)} onDone={finish} />
    ) : who.hasTotp ? (
        <Drop onDone={() => undefined} />
    ) : (
        <><Trouble error={begin.error} /><p><Button isBusy={begin.isBusy} onClick={() => begin.run()}>{t.totpBegin}</Button></p></>
    );
    return (
        <section aria-labelledby="totp-title">
            <h2 id="totp-title">{t.totp} <span class={isOn ? 'tag good' : 'tag'}>{isOn ? t.on : t.off}</span></h2>
            <p class="hint">{t.totpMore}</p>
            {shown}
        </section>
    );
}
