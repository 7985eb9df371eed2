// SPDX-License-Identifier: Apache-2.0
// Who may work here: added with a link that is shown once, given a role, shut out and let in again.
import { useState } from 'preact/hooks';
import { calls, ROLES, type Linked, type Operator, type Role } from '../calls';
import { report, useResource, useTask, useTitle } from '../hooks';
import { Button, CopyLine, Dialog, Field, Loading, Note, Select, Trouble, When } from '../parts';
import { useTexts } from '../prefs';
import { me } from '../session';
import { say } from '../toasts';
import { useKeys } from '../keys';

function Add({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
    const t = useTexts(), [name, setName] = useState(''), [role, setRole] = useState<Role>('operator'), [made, setMade] = useState<Linked | null>(null);
    const add = useTask(async () => {
        setMade(await calls.addOperator(name.trim(), role));
        onAdded();
    });
    if (made) return <Link made={made} name={name.trim()} onClose={onClose} />;
    return (
        <Dialog title={t.operatorAdd} onClose={onClose}>
            <form onSubmit={(event) => { event.preventDefault(); add.run(); }}>
                <Field label={t.name} value={name} onInput={setName} isRequired max={64} hint={t.nameHint} />
                <Select label={t.role} value={role} onChange={setRole} options={ROLES.map((r) => [r, t.roles[r]] as const)} />
                <p class="hint">{t.roleMore[role]}</p>
                <Trouble error={add.error} />
                <div class="row"><Button isSubmit look="main" isBusy={add.isBusy}>{t.operatorAdd}</Button><Button look="plain" onClick={onClose}>{t.cancel}</Button></div>
            </form>
        </Dialog>
    );
}

function Link({ made, name, onClose }: { made: Linked; name: string; onClose: () => void }) {
    const t = useTexts();
    return (
        <Dialog title={t.linkTitle(made.name || name)} onClose={onClose}>
            <Note look="warn">{t.linkMore}</Note>
            <CopyLine value={made.link} label={t.link} />
            <p><Button look="main" onClick={onClose}>{t.done}</Button></p>
        </Dialog>
    );
}

function Relink({ of, onClose, onMade }: { of: Operator; onClose: () => void; onMade: () => void }) {
    const t = useTexts(), [isTotpOff, setTotpOff] = useState(false), [made, setMade] = useState<Linked | null>(null);
    const relink = useTask(async () => {
        setMade(await calls.relink(of.id, isTotpOff));
        onMade();
    });
    if (made) return <Link made={made} name={of.name} onClose={onClose} />;
    return (
        <Dialog title={t.relinkTitle(of.name)} onClose={onClose}>
            <Note look="warn">{t.relinkMore}</Note>
            {of.hasTotp && <label class="check"><input type="checkbox" checked={isTotpOff} onChange={(event) => setTotpOff(event.currentTarget.checked)} />{t.relinkTotp}</label>}
            <Trouble error={relink.error} />
            <div class="row"><Button look="main" isBusy={relink.isBusy} onClick={() => relink.run()}>{t.relinkMake}</Button><Button look="plain" onClick={onClose}>{t.cancel}</Button></div>
        </Dialog>
    );
}

function Row({ of, onChange, onRelink }: { of: Operator; onChange: (change: { role?: Role; disabled?: boolean }) => void; onRelink: () => void }) {
    const t = useTexts(), isOwn = me()?.name === of.name;
    const state = of.isDisabled ? <span class="tag bad">{t.disabled}</span> : !of.hasPassword ? <span class="tag warn">{t.pending}</span> : <span class="tag good">{t.active}</span>;
    return (
        <tr class={of.isDisabled ? 'faded' : ''}>
            <th scope="row"><span class="name">{of.name}</span>{isOwn && <span class="tag">{t.you}</span>}</th>
            <td data-of={t.role}><Select isHidden label={`${t.role}: ${of.name}`} value={of.role} isOff={isOwn} onChange={(role) => onChange({ role })} options={ROLES.map((r) => [r, t.roles[r]] as const)} /></td>
            <td data-of={t.state}>{state}</td>
            <td data-of={t.totpShort}>{of.hasTotp ? t.on : <span class="soft">{t.off}</span>}</td>
            <td data-of={t.sinceWhen}>{of.since !== null && <When at={of.since} />}</td>
            <td class="acts">{!isOwn && <div class="row">{!of.isDisabled && <Button look="small" onClick={onRelink}>{t.relink}<span class="unseen"> {of.name}</span></Button>}<Button look="small" onClick={() => onChange({ disabled: !of.isDisabled })}>{of.isDisabled ? t.enable : t.disable}<span class="unseen"> {of.name}</span></Button></div>}</td>
        </tr>
    );
}

export function Operators() {
    const t = useTexts(), list = useResource(calls.operators), [isAdding, setAdding] = useState(false), [relinked, setRelinked] = useState<Operator | null>(null);
    useTitle(t.pages.operators);
    useKeys([{ keys: 'n', does: t.operatorAdd, run: () => setAdding(true) }]);
    // Shown at once; taken back when the service refuses.
    const change = async (of: Operator, to: { role?: Role; disabled?: boolean }): Promise<void> => {
        const put = (next: Operator): void => { if (list.value) list.set(list.value.map((o) => (o.id === of.id ? next : o))); };
        const isDisabled = to.disabled ?? of.isDisabled, role = to.role ?? of.role;
        put({ ...of, role, isDisabled });
        try {
            await calls.changeOperator(of.id, to);
            const words = to.role ? t.roleChanged(of.name, t.roles[to.role]) : isDisabled ? t.wasDisabled(of.name) : t.wasEnabled(of.name);
            const before = to.role ? { role: of.role } : { disabled: of.isDisabled };
            say(words, () => void calls.changeOperator(of.id, before).then(() => say(t.undone), report).then(list.reload));
        } catch (error) {
            put(of);
            report(error);
        }
    };
    return (
        <>
            <header class="head">
                <div class="grow"><h1 tabIndex={-1}>{t.pages.operators}</h1><p class="hint">{t.operatorsMore}</p></div>
                <Button look="main" keys="n" onClick={() => setAdding(true)}>{t.operatorAdd}</Button>
            </header>
            <Trouble error={list.error} again={list.reload} />
            {!list.value && list.isLoading && <Loading />}
            {list.value && (
                <div class="sheet">
                    <table>
                        <caption class="unseen">{t.pages.operators}</caption>
                        <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.role}</th><th scope="col">{t.state}</th><th scope="col">{t.totpShort}</th><th scope="col">{t.sinceWhen}</th><th scope="col"><span class="unseen">{t.acts}</span></th></tr></thead>
                        <tbody>{list.value.map((of) => <Row key={of.id} of={of} onChange={(to) => void change(of, to)} onRelink={() => setRelinked(of)} />)}</tbody>
                    </table>
                </div>
            )}
            <dl class="roles">{ROLES.map((r) => <div key={r}><dt>{t.roles[r]}</dt><dd>{t.roleMore[r]}</dd></div>)}</dl>
            {isAdding && <Add onClose={() => setAdding(false)} onAdded={list.reload} />}
            {relinked && <Relink of={relinked} onClose={() => setRelinked(null)} onMade={list.reload} />}
        </>
    );
}
