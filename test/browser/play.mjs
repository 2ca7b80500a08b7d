// Plays every rendition of a stream in headless Chromium, on the node's viewer
// page, and prints what the player saw as JSON.
//
//   node play.mjs http://127.0.0.1:9935/play/<name> [--seconds 6] [--rendition <name>]... [--start-timeout 30]
//   node play.mjs --help
//
// {
//   "url": "…", "ok": true,
//   "renditions": {
//     "source": {
//       "framesDecoded": 180, "framesDropped": 0,   // of the video element
//       "stalled": 0,            // times that playback stopped for want of data
//       "errors": [],            // of hls.js: {details, fatal, status, reason}; page errors as {details: "page", …}
//       "currentTime": 7.2, "played": 6.01,         // s; position, and media seconds that went by
//       "bufferedGaps": [],      // holes in the buffer: [from, to] in s
//       "width": 1280, "height": 720, "ended": false, "playing": "source"
//     }
//   }
// }
//
// With --tolerate-gaps stalls, holes, and another rendition in place of one with
// a gap are no failures.
//
// Exit status: 0 when every rendition played without a fatal error, a stall, or
// a hole; 1 when one did not; 2 when the page could not be opened or the
// arguments are wrong.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const usage = 'usage: node play.mjs URL [--seconds 6] [--rendition NAME]... [--start-timeout 30] [--tolerate-gaps]';

const browserFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required', '--mute-audio',
];

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '6' },
      'start-timeout': { type: 'string', default: '30' },
      rendition: { type: 'string', multiple: true, default: [] },
      'tolerate-gaps': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const seconds = Number(values.seconds);
  const startTimeout = Number(values['start-timeout']);
  if (positionals.length !== 1 || !(seconds > 0) || !(startTimeout > 0)) throw new Error(usage);
  return { url: new URL(positionals[0]), seconds, startTimeout, names: values.rendition, tolerateGaps: values['tolerate-gaps'] };
}

// observe runs in the page.
function observe() {
  const video = document.querySelector('video');
  const quality = video.getVideoPlaybackQuality();
  const buffered = video.buffered;
  const holes = [];
  for (let i = 1; i < buffered.length; i++) holes.push([buffered.end(i - 1), buffered.start(i)]);
  return {
    framesDecoded: quality.totalVideoFrames,
    framesDropped: quality.droppedVideoFrames,
    stalled: window.viewer.stalled,
    errors: window.viewer.errors,
    currentTime: video.currentTime,
    bufferedGaps: holes,
    width: video.videoWidth,
    height: video.videoHeight,
    ended: video.ended,
    playing: document.querySelector('#playing').textContent.replace(/^playing /, ''),
  };
}

// playRendition opens the page anew, so that all counts begin at zero.
async function playRendition(context, options, name) {
  const page = await context.newPage();
  const pageErrors = [];
  page.on('pageerror', (err) => pageErrors.push({ details: 'page', fatal: true, status: 0, reason: err.message }));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text())) {
      pageErrors.push({ details: 'page', fatal: true, status: 0, reason: message.text() });
    }
  });
  try {
    const address = new URL(options.url);
    if (name !== null) address.hash = 'rendition=' + encodeURIComponent(name);
    await page.goto(address.href, { timeout: options.startTimeout * 1000 });
    const timeout = options.startTimeout * 1000;
    await page.waitForFunction(() => window.viewer?.ready, null, { timeout });
    if (name === null) return await page.evaluate(() => window.viewer.renditions);
    await page.waitForFunction(() => document.querySelector('video').currentTime > 0 && !document.querySelector('video').paused
      || document.querySelector('video').ended, null, { timeout });
    const start = await page.evaluate(() => document.querySelector('video').currentTime);
    await page.waitForFunction(
      ([from, seconds]) => document.querySelector('video').currentTime >= from + seconds || document.querySelector('video').ended,
      [start, options.seconds], { timeout: timeout + options.seconds * 1000 },
    ).catch(() => {}); // what it did not play shows in the numbers
    const seen = await page.evaluate(observe);
    seen.played = seen.currentTime - start;
    seen.errors = [...seen.errors, ...pageErrors];
    return seen;
  } catch (err) {
    const seen = await page.evaluate(observe).catch(() => ({ framesDecoded: 0, framesDropped: 0, stalled: 0, errors: [], currentTime: 0, bufferedGaps: [], width: 0, height: 0, ended: false, playing: '' }));
    seen.played = 0;
    seen.errors = [...seen.errors, ...pageErrors, { details: 'page', fatal: true, status: 0, reason: err.message }];
    return seen;
  } finally {
    await page.close();
  }
}

function good(seen, name, options) {
  const enough = seen.ended || seen.played >= options.seconds;
  const whole = options.tolerateGaps || (seen.stalled === 0 && seen.bufferedGaps.length === 0);
  // hls.js plays another rendition where the wanted one has a gap.
  const right = seen.playing === name || (options.tolerateGaps && seen.errors.some((err) => err.details === 'fragGap'));
  return enough && whole && right && seen.framesDecoded > 0 && !seen.errors.some((err) => err.fatal);
}

async function main() {
  let options;
  try {
    options = readArguments();
  } catch (err) {
    console.error(err.message);
    return 2;
  }
  const profile = await mkdtemp(join(tmpdir(), 'streamflow-chromium-'));
  let context;
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: browserFlags,
    });
    const found = options.names.length ? options.names : await playRendition(context, options, null);
    const report = { url: options.url.href, ok: Array.isArray(found) && found.length > 0, renditions: {} };
    if (!report.ok) report.errors = found.errors ?? [];
    for (const name of report.ok ? found : []) {
      report.renditions[name] = await playRendition(context, options, name);
      report.ok &&= good(report.renditions[name], name, options);
    }
    console.log(JSON.stringify(report, null, 2));
    return report.ok ? 0 : 1;
  } catch (err) {
    console.error('the browser test could not run: ' + err.message);
    return 2;
  } finally {
    await context?.close();
    await rm(profile, { recursive: true, force: true });
  }
}

process.exitCode = await main();
