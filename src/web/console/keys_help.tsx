// SPDX-License-Identifier: Apache-2.0
// What the keys do, and the switch that puts them to rest.
import { bindings, type Binding } from './keys';
import { Dialog } from './parts';
import { hasShortcuts, useTexts } from './prefs';
import { useStore } from './store';

function Keys({ list }: { list: readonly Binding[] }) {
    return (
        <dl class="keys">
            {list.map((b) => <div key={b.keys}><dt>{b.keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{b.does}</dd></div>)}
        </dl>
    );
}

export function KeysHelp({ onClose }: { onClose: () => void }) {
    const t = useTexts(), list = useStore(bindings), isOn = useStore(hasShortcuts);
    const isMove = (b: Binding): boolean => b.keys.startsWith('g ');
    return (
        <Dialog title={t.keys} onClose={onClose}>
            <h3>{t.keysHere}</h3>
            <Keys list={list.filter((b) => !isMove(b))} />
            <h3>{t.keysGo}</h3>
            <Keys list={list.filter(isMove)} />
            <label class="check"><input type="checkbox" checked={isOn} onChange={(event) => hasShortcuts.set(event.currentTarget.checked)} />{t.keysOn}</label>
        </Dialog>
    );
}
