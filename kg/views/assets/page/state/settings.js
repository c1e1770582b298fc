/* How the tabs are set: each setting has its values, the first is where it begins. */

const SETTINGS = {
  tab: ["network", "matrix", "timeline", "agreement", "map", "table"],
  arrange: ["agreement", "country", "split"],
  fold: ["country", "family"],
  rows: ["actor", "country", "family"],
  order: ["activity", "country", "agreement"],
  level: ["country", "family"],
  least: ["3", "1", "2", "4", "5", "6", "8", "10"],
  join: ["80", "60", "70", "90", "100"],
  span: ["all", "24", "12"],
  lanes: ["actor", "proposition", "country", "family", "all"],
  moved: ["no", "yes"],
  mapped: ["one", "all"],
  sort: ["latest", "since", "actor", "country", "proposition", "position"]
    .flatMap((name) => [`-${name}`, name]),
  only: ["no", "yes"],
  embed: ["no", "yes", "days"],
};

function settingDefaults() {
  return Object.fromEntries(Object.entries(SETTINGS).map(([name, [first]]) => [name, first]));
}
