import assert from "node:assert/strict";
import { test } from "node:test";

import { search, serving, visit } from "./world.js";

const attack = `<script>alert(1)</script><img src=x onerror=alert(2)>`;
serving({
  "hostile-2025-02-02.md": `---
title: '${attack} 恶意回顾'
date: 2025-02-02
location: '<b onclick=alert(3)>北京</b>'
label: '<i>线下</i>'
tags: ['<svg onload=alert(4)>']
link: 'javascript:alert(5)'
---

### 数据库攻防${attack}

某公司总经理<u>王小明</u>&lt;script&gt;alert(6)&lt;/script&gt;带来《&lt;img src=x onerror=alert(7)&gt;攻防》的分享。

<video src="javascript:alert(8)"></video>

![图](javascript:alert(9))
`,
});

const markup = (page) => page.locator("main script, main img, main video, main b, main i, main u, main [onclick], main [onerror]").count();

test("a hostile recap is text on every page", async () => {
  for (const path of ["", "?q=攻防", "?q=恶意回顾&group=event", "?recap=hostile-2025-02-02", "?talk=hostile-2025-02-02%231", "?person=王小明"]) {
    await visit(path, {}, async (page) => {
      await page.waitForTimeout(200);
      assert.equal(await markup(page), 0, path);
      const links = await page.locator("a").evaluateAll((all) => all.map((link) => link.protocol));
      assert.deepEqual(links.filter((protocol) => !["http:", "https:"].includes(protocol)), [], path);
    });
  }
  await visit("?recap=hostile-2025-02-02", {}, async (page) => {
    assert.ok((await page.locator("h1").innerText()).includes("<script>alert(1)</script>"));
  });
});

test("only web addresses become links, whatever the API hands on", () =>
  visit("", {}, async (page) => {
    const links = await page.evaluate(async () => {
      const { webLink } = await import("/assets/dom.js");
      return [
        ["javascript:alert(1)"], ["data:text/html,x"], ["//["], [""], ["./a.mp4"],
        ["./a.mp4", "javascript:alert(1)"], ["./a b.mp4", "https://site.example/zh/page.html"],
        ["https://video.example/1.mp4", "/zh/page.html"],
      ].map(([address, base]) => webLink(address, base));
    });
    assert.deepEqual(links, [null, null, null, null, null, null,
      "https://site.example/zh/a%20b.mp4", "https://video.example/1.mp4"]);
  }));

test("a query of markup is text", () =>
  visit("", {}, async (page) => {
    await search(page, attack);
    assert.equal(await markup(page), 0);
    assert.ok((await page.locator("h1").innerText()).includes(attack));
    assert.ok((await page.title()).includes(attack));
  }));

test("values in the address are text", () =>
  visit(`?q=${encodeURIComponent(attack)}&city=${encodeURIComponent(attack)}&person=`, {}, async (page) => {
    assert.equal(await markup(page), 0);
    assert.ok((await page.locator(".chip").innerText()).includes("<script>"));
  }));

test("inline script and style are refused", () =>
  visit("", {}, async (page) => {
    const response = await page.request.get(page.url());
    const policy = response.headers()["content-security-policy"];
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe/);
    const page_ = await response.text();
    assert.doesNotMatch(page_, /<style|style=|<script(?![^>]*src=)/);
  }));
