// The viewer page: a list of live streams, or the player of one at /play/<name>.
// A rendition can be named after the address: /play/<name>#rendition=<rendition>.

const $ = (id) => document.getElementById(id);
const listInterval = 3000; // ms between looks for streams
const retryDelay = 2000; // ms before a failed stream is tried again

// stats is for whoever watches the page from outside, such as a test.
const stats = { ready: false, renditions: [], errors: [], stalled: 0, ended: false };
window.viewer = stats;

function streamAddress(name) {
  return '/stream/' + encodeURIComponent(name) + '.m3u8';
}

function pageAddress(name) {
  return '/play/' + encodeURIComponent(name);
}

// ---- list ----

function showStreams(streams) {
  const items = streams.map((stream) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = pageAddress(stream.name);
    link.textContent = stream.name;
    const note = document.createElement('span');
    note.textContent = stream.renditions.join(', ') + (stream.ended ? ' (ended)' : '');
    item.append(link, note);
    return item;
  });
  $('streams').replaceChildren(...items);
  $('list-status').textContent = items.length ? '' : 'No stream is live. Publish one, and it appears here.';
}

async function refreshList() {
  try {
    const answer = await fetch('/viewer/streams', { cache: 'no-store' });
    if (answer.status === 403) {
      $('list-status').textContent = 'This node does not list its streams. Type the name of one.';
      return;
    }
    if (!answer.ok) throw new Error('status ' + answer.status);
    showStreams((await answer.json()).streams);
  } catch (err) {
    $('list-status').textContent = 'The node does not answer (' + err.message + '); trying again.';
  }
  setTimeout(refreshList, listInterval);
}

// ---- player ----

function renditionName(level) {
  const file = new URL(level.url[0], location.href).pathname.split('/').pop();
  return decodeURIComponent(file.replace(/\.m3u8$/, ''));
}

function fillRenditions(hls) {
  const options = [new Option('automatic', '-1')];
  stats.renditions = hls.levels.map(renditionName);
  hls.levels.forEach((level, i) => {
    const size = level.width ? ` ${level.width}×${level.height}` : '';
    options.push(new Option(`${stats.renditions[i]}${size}, ${Math.round(level.bitrate / 1000)} kbit/s`, String(i)));
  });
  $('rendition').replaceChildren(...options);
}

function wantedRendition() {
  const wanted = new URLSearchParams(location.hash.slice(1)).get('rendition');
  return wanted === null ? -1 : stats.renditions.indexOf(wanted);
}

function attach(hls, name) {
  const video = $('video');
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    fillRenditions(hls);
    const wanted = wantedRendition();
    $('rendition').value = String(wanted);
    if (wanted >= 0) hls.currentLevel = wanted;
    $('status').textContent = '';
    stats.ready = true;
    video.play().catch(() => { $('status').textContent = 'Press play to start.'; });
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, data) => {
    $('playing').textContent = 'playing ' + stats.renditions[data.level];
  });
  hls.on(Hls.Events.ERROR, (_, data) => {
    stats.errors.push({ details: data.details, fatal: data.fatal, status: data.response?.code ?? 0, reason: data.reason ?? data.error?.message ?? '' });
    if (stats.errors.length > 100) stats.errors.shift();
    if (data.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR) stats.stalled++;
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR) {
      hls.recoverMediaError();
      return;
    }
    const code = data.response?.code;
    $('status').textContent = code === 404 ? 'This stream is not live now. Waiting for it…' : 'The stream cannot be played (' + data.details + '). Trying again…';
    hls.destroy();
    setTimeout(() => play(name), retryDelay);
  });
}

function play(name) {
  const video = $('video');
  if (!window.Hls?.isSupported()) {
    video.src = streamAddress(name); // Safari plays HLS itself
    return;
  }
  const hls = new Hls({ enableWorker: false }); // a worker would need a blob: script
  window.viewer.hls = hls;
  attach(hls, name);
  hls.loadSource(streamAddress(name));
  hls.attachMedia(video);
  $('rendition').onchange = (event) => { hls.currentLevel = Number(event.target.value); };
}

function showPlayer(name) {
  $('list').hidden = true;
  $('player').hidden = false;
  $('title').textContent = name;
  document.title = name;
  $('playlist').href = streamAddress(name);
  $('playlist').textContent = new URL(streamAddress(name), location.href).href;
  $('video').addEventListener('ended', () => {
    stats.ended = true;
    $('status').textContent = 'The stream has ended.';
  });
  play(name);
}

$('open').addEventListener('submit', (event) => {
  event.preventDefault();
  location.assign(pageAddress($('name').value.trim()));
});

const name = location.pathname.startsWith('/play/') ? decodeURIComponent(location.pathname.slice('/play/'.length)) : '';
if (name) showPlayer(name);
else refreshList();
