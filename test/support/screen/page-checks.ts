// What can be seen wrong on a drawn screen: something that sticks out of what holds it, things that lie on each other, and words
// that are too pale. Runs in the page; `root` is an expression of it, so that a shadow root can be meant.
import type { Page } from 'playwright-core';

/** Elements below `root` that stick out of it, that have more in them than they show, or whose neighbours in a row touch. */
export async function overflowing(page: Page, root: string): Promise<string[]> {
  return await page.evaluate<string[]>(`(() => {
    const root = ${root}
    const frame = root.getBoundingClientRect()
    const name = (e) => e.tagName + '.' + (e.getAttribute('class') ?? '') + ' "' + e.textContent.trim().slice(0, 20) + '"'
    const all = [...root.querySelectorAll('*')].filter((e) => !(e instanceof SVGElement) || e.tagName === 'svg')
    const out = all.filter((e) => {
      const { left, right, top, bottom } = e.getBoundingClientRect()
      return right > left && (left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1)
    })
    const cut = all.filter((e) => e.tagName !== 'svg' && e.clientWidth > 0 && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'auto' && getComputedStyle(e).overflowY !== 'visible'))
    const touching = [...root.querySelectorAll('.ls-row, .ls-head, .ls-foot')].filter((row) => {
      const parts = [...row.children].map((e) => e.getBoundingClientRect())
      return parts.some(({ left }, n) => n > 0 && left < parts[n - 1].right - 0.5)
    })
    const columns = [...root.querySelectorAll('.ls-row')].map((e) => e.getBoundingClientRect())
    const onEachOther = columns.some((a, n) => columns.some((b, m) => m > n && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1))
    return [...out.map((e) => 'out: ' + name(e)), ...cut.map((e) => 'cut: ' + name(e)), ...touching.map((e) => 'touching: ' + name(e)), ...(onEachOther ? ['rows on each other'] : [])]
  })()`);
}

/** The least contrast of words and lit segments against any colour of the ground that they lie on (WCAG 2), by what it is of. */
export async function leastContrast(page: Page, root: string): Promise<{ ratio: number; of: string }> {
  return await page.evaluate<{ ratio: number; of: string }>(`(() => {
    const root = ${root}
    const colours = (text) => [...text.matchAll(/rgba?\\(([^)]+)\\)/g)].map(([, list]) => list.split(/[ ,/]+/).map(Number))
    const over = ([r, g, b, a = 1], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a)]
    const grounds = (e) => {
      if (!e) return [[255, 255, 255]]
      const { backgroundColor, backgroundImage } = getComputedStyle(e)
      const own = backgroundImage === 'none' ? colours(backgroundColor) : colours(backgroundImage)
      if (own.some(([, , , a = 1]) => a === 1)) return own
      const below = grounds(e.parentElement ?? e.getRootNode().host)
      return own.length === 0 ? below : own.flatMap((colour) => below.map((under) => over(colour, under)))
    }
    const luminance = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0)
    const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) }
    const worded = [...root.querySelectorAll('*')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== ''))
    let least = { ratio: Infinity, of: 'nothing' }
    for (const e of [...worded, ...root.querySelectorAll('.ls-lit')]) {
      const [ink] = colours(getComputedStyle(e)[e instanceof SVGElement ? 'fill' : 'color'])
      for (const ground of grounds(e instanceof SVGElement ? e.closest('svg').parentElement : e)) {
        const ratio = contrast(over(ink, ground), ground)
        if (ratio < least.ratio) least = { ratio, of: (e.getAttribute('class') ?? e.tagName) + ' ' + e.textContent.trim() }
      }
    }
    return least
  })()`);
}
