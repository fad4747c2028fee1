// What script adds to a public page: it installs the worker (worker.js), gives forms a key that makes them safe to send
// twice, shows what still waits to be sent, holds other forms back while the server is out of reach, and in elders' mode
// offers to read aloud. Every page is complete without it. Chrome 79, Safari 13: no ?. and no ??.
(function () {
  'use strict';

  function random() {
    const words = new Uint32Array(4);
    crypto.getRandomValues(words);
    return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
  }

  // 32 bits of FNV-1a; two of them tell the contents of one tab's forms apart.
  function hash(text, seed) {
    let value = seed;
    for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
    return (value >>> 0).toString(16).padStart(8, '0');
  }

  // What a tab remembers from page to page; nothing where storage is forbidden.
  function readFromTab(name) {
    try { return sessionStorage.getItem(name); } catch (error) { return null; }
  }
  function keepForTab(name, value) {
    try { sessionStorage.setItem(name, value); } catch (error) { /* then it is forgotten */ }
  }
  function takeFromTab(name) {
    const value = readFromTab(name);
    if (value) sessionStorage.removeItem(name);
    return value;
  }

  // The same content from the same tab has the same key, however often it is sent; other content has another.
  const tab = readFromTab('gulou-tab') || random();
  keepForTab('gulou-tab', tab);
  const forms = Array.from(document.querySelectorAll('form')).filter((form) => form.elements.namedItem('key'));
  forms.forEach((form) => form.addEventListener('submit', () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete('key');
    const content = form.action + '\n' + fields.toString();
    form.elements.namedItem('key').value = tab + '-' + hash(content, 2166136261) + hash(content, 374761393);
  }));

  // A form without a key is not kept anywhere, for it holds a password or what is only its sender's business: where the
  // server is out of reach it is not sent at all, and stays as it was typed.
  Array.from(document.querySelectorAll('form[method=post]')).filter((form) => !form.elements.namedItem('key')).forEach((form) => {
    const said = document.createElement('p');
    said.className = 'note';
    said.setAttribute('role', 'alert');
    let reached = false;
    form.addEventListener('submit', (event) => {
      if (reached) return;
      event.preventDefault();
      const button = event.submitter;
      fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(() => {
        reached = true;
        if (form.requestSubmit) form.requestSubmit(button || undefined);
        else form.submit();
      }, () => {
        said.textContent = '现在连不上网，什么都没有发出。填写的都还在，等信号好了再点一次。';
        (button || form.lastElementChild).insertAdjacentElement('beforebegin', said);
      });
    });
  });

  // The QR code of a resident's slip leads to /join with the code behind the #, which no server is told.
  const slip = document.getElementById('code');
  if (slip && slip.value === '' && /^#[0-9A-Za-z-]{12,20}$/.test(location.hash)) slip.value = location.hash.slice(1);

  // In elders' mode a block of text can be read aloud, where the device has a Chinese voice. For Miao and Dong there is
  // none: what they should hear is recorded (notices).
  const speech = window.speechSynthesis;
  const chinese = () => speech.getVoices().find((voice) => /^(zh|cmn)/i.test(voice.lang));
  let reading = null; // the button whose block is read

  function stopReading() {
    if (reading) reading.textContent = '读给我听';
    reading = null;
    speech.cancel();
  }

  // Sentence by sentence: browsers break off long ones.
  function read(button, words) {
    stopReading();
    reading = button;
    button.textContent = '停下';
    const sentences = words.split(/[。！？；\n]+/).map((each) => each.trim()).filter((each) => each !== '');
    sentences.forEach((sentence, at) => {
      const spoken = new SpeechSynthesisUtterance(sentence);
      spoken.voice = chinese();
      spoken.lang = spoken.voice.lang;
      spoken.rate = 0.9;
      if (at === sentences.length - 1) spoken.onend = () => { if (reading === button) stopReading(); };
      speech.speak(spoken);
    });
  }

  // Forms are for filling in; tables and the map are not understood by ear.
  function offerReading() {
    if (document.querySelector('.aloud') || !chinese()) return;
    const blocks = Array.from(document.querySelectorAll('.elders main .card, .elders main .quote, .elders main .doc > section'));
    blocks.filter((block) => !block.querySelector('form, table, .carto, audio')).forEach((block) => {
      const words = block.innerText.trim();
      if (words === '' || block.tagName === 'FORM') return;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'pill aloud';
      button.textContent = '读给我听';
      button.addEventListener('click', () => (reading === button ? stopReading() : read(button, words)));
      const heading = block.querySelector('h1, h2, h3');
      if (heading) heading.insertAdjacentElement('afterend', button);
      else block.insertBefore(button, block.firstChild);
    });
  }

  if (speech && document.documentElement.classList.contains('elders')) {
    offerReading();
    speech.addEventListener('voiceschanged', offerReading);
    addEventListener('pagehide', stopReading);
  }

  const workers = navigator.serviceWorker;
  if (!workers) return;

  let waiting = 0;
  const ask = (wish) => workers.ready.then((registration) => registration.active.postMessage(wish));
  const flush = () => ask({ wish: 'flush' });

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function button(text, press) {
    const made = element('button', 'pill', text);
    made.type = 'button';
    made.addEventListener('click', press);
    return made;
  }

  const words = {
    waiting: '，还没有发出去，连上网络就会自动发送。',
    old: '，放了很久，不能确定以前是否发出去过。确实没有发过的，请按“再发一次”。',
    refused: '，发出去了，但没有被接受。请打开改一改。',
  };

  function line(item) {
    const made = element('li', '', item.at + ' 写的内容' + words[item.state]);
    const buttons = element('p', 'pills', '');
    if (item.state === 'refused') {
      buttons.append(button('打开来改', () => {
        keepForTab('gulou-again', item.key);
        location.href = item.path.split('?')[0];
      }));
    } else {
      buttons.append(button(item.state === 'old' ? '再发一次' : '现在就发', () =>
        ask(item.state === 'old' ? { wish: 'again', key: item.key } : { wish: 'flush' })));
    }
    buttons.append(button('不发了，删掉', () => ask({ wish: 'drop', key: item.key })));
    made.append(buttons);
    return made;
  }

  // One box below the header; it says what waits, and then that it was sent.
  function show(items, sent) {
    waiting = items.filter((item) => item.state === 'waiting').length;
    let box = document.getElementById('unsent');
    if (!box) {
      if (items.length === 0 && sent === 0) return;
      box = element('aside', 'demo', '');
      box.id = 'unsent';
      box.setAttribute('role', 'status');
      document.getElementById('main').prepend(box);
    }
    const inside = element('div', 'in', '');
    if (sent > 0) inside.append(element('p', '', '先前没有发出去的 ' + sent + ' 份内容，已经发出去了。'));
    if (items.length > 0) {
      const list = element('ul', '', '');
      items.forEach((item) => list.append(line(item)));
      inside.append(list);
    }
    box.textContent = '';
    box.append(inside);
    box.hidden = items.length === 0 && sent === 0;
  }

  // In elders' mode the form is a walk: it begins with all answers on its last page.
  function walkAgain(path, fields) {
    const form = element('form', '', '');
    form.method = 'post';
    form.action = path.split('?')[0];
    fields.set('at', 'answers');
    fields.delete('key');
    fields.forEach((value, name) => {
      const field = element('input', '', '');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    });
    document.body.append(form);
    form.submit();
  }

  // Back into the form it came from.
  function refill(body) {
    const fields = new URLSearchParams(body);
    if (forms.length === 0) {
      walkAgain(location.pathname, fields);
      return;
    }
    forms.forEach((form) => fields.forEach((value, name) => {
      const field = form.elements.namedItem(name);
      if (field && name !== 'key') field.value = value;
    }));
  }

  workers.addEventListener('message', (event) => {
    if (event.data.forms) show(event.data.forms, event.data.sent);
    if (event.data.taken) refill(event.data.taken);
  });
  window.addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') flush(); });
  setInterval(() => { if (waiting > 0) flush(); }, 10000); // "online" is told before there is a network, or not at all

  function begin() {
    const first = !workers.controller;
    workers.register('/worker.js').then(() => {
      if (first) ask({ wish: 'keep', address: location.href.split('#')[0] });
      flush();
      const again = takeFromTab('gulou-again');
      if (again && (forms.length > 0 || document.documentElement.classList.contains('elders'))) ask({ wish: 'take', key: again });
    }).catch(() => {}); // private windows and old browsers: the page is complete without
  }
  if (document.readyState === 'complete') begin();
  else window.addEventListener('load', begin);
})();
