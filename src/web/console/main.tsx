// SPDX-License-Identifier: Apache-2.0
// The editors' desk: what operators and editors work in.
import { render } from 'preact';
import { watchLine } from './api';
import { App } from './app';
import { startKeys } from './keys';
import { startPrefs } from './prefs';
import { startSession } from './session';

const root = document.getElementById('app');
if (!root) throw new Error('#app is missing');
startPrefs();
startKeys();
watchLine();
startSession();
render(<App />, root);
