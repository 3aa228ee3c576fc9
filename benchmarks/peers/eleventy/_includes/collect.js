// Groups the briefs, newest first, by day, month, year, topic and source: once a build, for all templates.
const SIZE = 20;

export function slug(name) {
  return name.toLowerCase().replaceAll(" ", "-");
}

function grouped(items, keys) {
  const groups = new Map();
  for (const item of items) {
    for (const key of keys(item)) {
      const group = groups.get(key);
      group ? group.push(item) : groups.set(key, [item]);
    }
  }
  return groups;
}

function turns(groups) {
  groups.forEach((group, at) => {
    group.newer = groups[at - 1];
    group.older = groups[at + 1];
  });
  return groups;
}

function periods(briefs, length) {
  const groups = grouped(briefs, (brief) => [brief.date.toISOString().slice(0, length)]);
  return turns([...groups].map(([key, items]) => ({ key, url: `/${key.replaceAll("-", "/")}/`, items, date: items[0].date })));
}

function topics(briefs, kind, names) {
  const groups = [...grouped(briefs, names)].sort(([one], [two]) => (one < two ? -1 : 1));
  return groups.map(([name, items]) => ({ name, url: `/${kind}/${slug(name)}/`, items }));
}

// The front page holds the newest 20 to 39 briefs; all older parts are full.
function parts(topics) {
  return topics.flatMap((topic) => {
    const { items, url } = topic;
    const older = Math.max(0, Math.floor(items.length / SIZE) - 1);
    const front = items.length - older * SIZE;
    const address = (number) => (number ? `${url}page/${number + 1}/` : url);
    return Array.from({ length: older + 1 }, (_, number) => ({
      topic,
      number,
      url: address(number),
      items: number ? items.slice(front + (number - 1) * SIZE, front + number * SIZE) : items.slice(0, front),
      newer: number && { title: topic.name, url: address(number - 1) },
      older: number < older && { title: topic.name, url: address(number + 1) },
    }));
  });
}

function collections(api) {
  const briefs = api.getFilteredByGlob("./content/**/*.md").reverse();
  briefs.forEach((brief, at) => Object.assign(brief.data, { newer: briefs[at - 1], older: briefs[at + 1] }));
  const [days, months, years] = [10, 7, 4].map((length) => periods(briefs, length));
  for (const month of months) month.days = days.filter((day) => day.key.startsWith(month.key));
  for (const year of years) year.months = months.filter((month) => month.key.startsWith(year.key));
  const tags = topics(briefs, "tags", (brief) => brief.data.topics);
  const sources = topics(briefs, "sources", (brief) => brief.data.reports.map((report) => report.name));
  const feeds = [{ url: "/", items: briefs }, ...tags, ...sources];
  return { briefs, days, months, years, topics: tags, sources, parts: parts([...tags, ...sources]), feeds };
}

export function collect(config) {
  let made;
  config.on("eleventy.before", () => (made = undefined));
  for (const name of ["briefs", "days", "months", "years", "topics", "sources", "parts", "feeds"]) {
    config.addCollection(name, (api) => (made ??= collections(api))[name]);
  }
}
