// Keeps the page that a writer looks at as the last good build made it. Served by `briefing serve` alone.
const script = document.currentScript
const overlay = document.createElement("div")
const place = "briefing:" + location.pathname
let serial = script.dataset.serial
let events

const scroll = sessionStorage.getItem(place)
if (scroll !== null) addEventListener("load", () => scrollTo(0, Number(scroll)))
sessionStorage.removeItem(place)

document.addEventListener("visibilitychange", listen)
listen()

// A browser opens six connections to a server: tabs that nobody sees leave theirs to the others, and catch up when shown.
function listen() {
  events?.close()
  if (document.visibilityState === "hidden") return
  events = new EventSource(script.dataset.events)
  events.onmessage = hear
}

async function hear(event) {
  const state = JSON.parse(event.data)
  show(state.problems)
  if (state.serial === serial) return
  serial = state.serial
  await refresh()
}

function show(problems) {
  overlay.remove()
  if (!problems) return
  const root = overlay.shadowRoot ?? overlay.attachShadow({ mode: "open" })
  root.innerHTML = problems
  root.querySelector("button").onclick = () => overlay.remove()
  document.documentElement.append(overlay)
}

async function refresh() {
  const response = await fetch(location.href, { cache: "no-store" })
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html")
  const now = fresh.querySelector("script[data-events]")?.dataset
  if (!now || now.page !== script.dataset.page) {
    sessionStorage.setItem(place, String(scrollY))
    location.reload()
  } else if (now.style !== script.dataset.style) {
    for (const old of document.head.querySelectorAll("style, link[rel=stylesheet]")) old.remove()
    for (const style of fresh.head.querySelectorAll("style, link[rel=stylesheet]")) document.head.append(style)
    script.dataset.style = now.style
  }
}
