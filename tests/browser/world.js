// The real program and a real browser, for each test file its own.

import { execFile, spawn } from "node:child_process";
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

const project = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.SEARCH_BIN ?? join(project, "target/debug/search");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A server, a browser, and the way to visit the one with the other. */
export const world = { address: "", stop: async () => {}, start: async () => {} };

let browser;

/** Serves the sample recaps and the given ones (name → text) for the tests of a file. */
export function serving(recaps = {}) {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "recap-search-"));
    const corpus = join(folder, "corpus");
    await cp(join(project, "corpus"), corpus, { recursive: true });
    for (const [name, text] of Object.entries(recaps)) {
      await mkdir(join(corpus, name, ".."), { recursive: true });
      await writeFile(join(corpus, name), text);
    }
    const index = join(folder, "index");
    await promisify(execFile)(program, ["index", corpus, "--index", index]);
    world.start = () => start(index);
    await world.start();
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    });
  });
  after(async () => {
    await browser?.close();
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });
}

async function start(index) {
  const port = world.address ? new URL(world.address).port : 0;
  const options = ["--index", index, "--addr", `127.0.0.1:${port}`, "--base-url", "https://recaps.example/"];
  const server = spawn(program, ["serve", ...options], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  world.stop = async () => {
    server.kill();
    await ended;
  };
  for await (const line of createInterface(server.stdout)) {
    const found = line.match(/http:\/\/\S+/);
    if (found) {
      world.address = found[0].replace(/\/$/, "");
      return;
    }
  }
  throw new Error("the server told no address");
}

/**
 * Visits an address and does something there. Whatever happens, the page must not throw, not break
 * its own policy, not open a dialog, and not ask another server for anything.
 * `failures` lets answers of the server be errors.
 */
export async function visit(path, options, act) {
  const { width = 1280, height = 900, failures = false, ...rest } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN", ...rest });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`threw ${error.stack}`));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    const expected = failures && /Failed to load resource/.test(message.text());
    if (message.type() === "error" && !expected) wrong.push(`console ${message.text()}`);
  });
  context.on("request", (request) => {
    if (!request.url().startsWith(`${world.address}/`)) wrong.push(`asked ${request.url()}`);
  });
  try {
    await page.goto(`${world.address}/${path}`);
    await drawn(page);
    await act(page, context);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

/** Waits until the page shows what its address says. */
export async function drawn(page) {
  await page.locator("main > *").first().waitFor();
}

/** Types into the search box and waits for the answer to it. */
export async function search(page, query) {
  await page.fill("#q", query);
  await page.waitForFunction((q) => new URLSearchParams(location.search).get("q") === q, query);
  await page.locator("h1.count", { hasText: query }).waitFor();
}

/** What of the address says something, as an object. */
export function asked(page) {
  const found = {};
  for (const [name, value] of new URL(page.url()).searchParams) {
    found[name] = name in found ? [found[name], value].flat() : value;
  }
  return found;
}
