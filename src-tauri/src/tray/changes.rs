//! What has to change in a menu that is shown, so that it becomes the wanted one: as little as possible, because a person may have it open.

use super::menu::{About, Click, Item};

/// One step. Places are counted in the menu as the steps before have left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Take this one away.
    Remove {
        /// Where it is.
        at: usize,
    },
    /// Put this one in.
    Insert {
        /// Where it will be.
        at: usize,
        /// What it is.
        item: Item,
    },
    /// Give it another label.
    Relabel {
        /// Where it is.
        at: usize,
        /// The label.
        label: String,
    },
    /// Let it be used, or not.
    Enable {
        /// Where it is.
        at: usize,
        /// Whether it can be used.
        enabled: bool,
    },
    /// Change what is in this submenu.
    Within {
        /// Where it is.
        at: usize,
        /// How.
        changes: Vec<Change>,
    },
}

/// The steps from the one to the other.
pub(crate) fn changes(shown: &[Item], wanted: &[Item]) -> Vec<Change> {
    let wanted = keyed(wanted);
    let (mut there, mut steps) = (Vec::new(), Vec::new());
    for (key, item) in keyed(shown) {
        if wanted.iter().any(|(other, _)| *other == key) {
            there.push((key, item));
        } else {
            steps.push(Change::Remove { at: there.len() });
        }
    }
    for (at, (key, item)) in wanted.into_iter().enumerate() {
        let mut rest = there.iter().skip(at);
        let further = rest.position(|(other, _)| *other == key);
        if let (Some(0), Some((_, present))) = (further, there.get(at)) {
            in_place(at, present, item, &mut steps);
            continue;
        }
        if let Some(further) = further {
            steps.push(Change::Remove { at: at + further });
            there.remove(at + further);
        }
        steps.push(inserted(at, item));
        there.insert(at, (key, item));
    }
    steps
}

fn inserted(at: usize, item: &Item) -> Change {
    Change::Insert {
        at,
        item: item.clone(),
    }
}

fn in_place(at: usize, shown: &Item, wanted: &Item, steps: &mut Vec<Change>) {
    match (shown, wanted) {
        (
            Item::Command {
                label: old,
                enabled: was,
                ..
            },
            Item::Command { label, enabled, .. },
        ) => {
            if old != label {
                steps.push(Change::Relabel {
                    at,
                    label: label.clone(),
                });
            }
            if was != enabled {
                steps.push(Change::Enable {
                    at,
                    enabled: *enabled,
                });
            }
        }
        (Item::Words(old), Item::Words(label)) if old != label => {
            steps.push(Change::Relabel {
                at,
                label: label.clone(),
            });
        }
        (
            Item::Submenu {
                label: old,
                items: former,
                ..
            },
            Item::Submenu { label, items, .. },
        ) => {
            if old != label {
                // GTK draws a submenu's label once.
                steps.push(Change::Remove { at });
                steps.push(inserted(at, wanted));
                return;
            }
            let changes = changes(former, items);
            if !changes.is_empty() {
                steps.push(Change::Within { at, changes });
            }
        }
        _ => {}
    }
}

/// What makes an item the same one in two menus.
#[derive(PartialEq, Eq)]
enum Key<'a> {
    Command(&'a Click),
    Words,
    Submenu(&'a About),
    /// Counted from the end: the part that comes and goes is the first one.
    Separator(usize),
}

fn keyed(items: &[Item]) -> Vec<(Key<'_>, &Item)> {
    let mut separators = items
        .iter()
        .filter(|item| **item == Item::Separator)
        .count();
    items
        .iter()
        .map(|item| {
            let key = match item {
                Item::Command { click, .. } => Key::Command(click),
                Item::Words(_) => Key::Words,
                Item::Submenu { about, .. } => Key::Submenu(about),
                Item::Separator => {
                    separators -= 1;
                    Key::Separator(separators)
                }
            };
            (key, item)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(account: &str, label: &str) -> Item {
        Item::Command {
            click: Click::SignOut(account.to_owned()),
            label: label.to_owned(),
            enabled: true,
        }
    }

    fn submenu(account: &str, label: &str, items: Vec<Item>) -> Item {
        Item::Submenu {
            about: About::Account(account.to_owned()),
            label: label.to_owned(),
            items,
        }
    }

    /// Does to the data what the tray does to the toolkit's menu.
    fn apply(menu: &mut Vec<Item>, steps: Vec<Change>) {
        for step in steps {
            match step {
                Change::Remove { at } => drop(menu.remove(at)),
                Change::Insert { at, item } => menu.insert(at, item),
                Change::Relabel { at, label: new } => match &mut menu[at] {
                    Item::Command { label, .. } | Item::Words(label) => *label = new,
                    other => panic!("{other:?} cannot be given a label"),
                },
                Change::Enable { at, enabled: new } => match &mut menu[at] {
                    Item::Command { enabled, .. } => *enabled = new,
                    other => panic!("{other:?} cannot be enabled"),
                },
                Change::Within { at, changes } => match &mut menu[at] {
                    Item::Submenu { items, .. } => apply(items, changes),
                    other => panic!("nothing is in {other:?}"),
                },
            }
        }
    }

    fn assert_leads(from: &[Item], to: &[Item]) {
        let mut menu = from.to_vec();
        apply(&mut menu, changes(from, to));
        assert_eq!(menu, to);
    }

    #[test]
    fn the_same_menu_needs_no_change() {
        let menu = vec![
            command("a", "A"),
            Item::Separator,
            submenu("b", "B", vec![command("b", "Out")]),
        ];

        assert_eq!(changes(&menu, &menu), []);
    }

    #[test]
    fn a_label_and_what_can_be_used_change_in_place() {
        // Given
        let shown = [Item::Words("waiting".into()), command("a", "A")];
        let wanted = [
            Item::Words("done".into()),
            Item::Command {
                click: Click::SignOut("a".into()),
                label: "Aa".into(),
                enabled: false,
            },
        ];

        // When
        let steps = changes(&shown, &wanted);

        // Then
        assert_eq!(
            steps,
            [
                Change::Relabel {
                    at: 0,
                    label: "done".into()
                },
                Change::Relabel {
                    at: 1,
                    label: "Aa".into()
                },
                Change::Enable {
                    at: 1,
                    enabled: false
                },
            ]
        );
        assert_leads(&shown, &wanted);
    }

    #[test]
    fn only_the_submenu_that_is_different_is_touched() {
        // Given
        let other = submenu("b", "B", vec![command("b", "Out")]);
        let shown = [submenu("a", "A", vec![command("a", "Out")]), other.clone()];
        let inside = vec![Item::Words("Signing out".into()), command("a", "Out")];
        let wanted = [submenu("a", "A", inside), other];

        // When
        let steps = changes(&shown, &wanted);

        // Then
        let put = Change::Insert {
            at: 0,
            item: Item::Words("Signing out".into()),
        };
        assert_eq!(
            steps,
            [Change::Within {
                at: 0,
                changes: vec![put]
            }]
        );
        assert_leads(&shown, &wanted);
    }

    #[test]
    fn what_comes_first_for_a_while_moves_nothing_else() {
        // Given
        let calm = [
            submenu("a", "A", vec![]),
            Item::Separator,
            command("q", "Quit"),
        ];
        let mut needing = vec![command("a", "Again"), Item::Separator];
        needing.extend(calm.clone());

        // When
        let (there, back) = (changes(&calm, &needing), changes(&needing, &calm));

        // Then
        assert_eq!(
            there,
            [
                Change::Insert {
                    at: 0,
                    item: command("a", "Again")
                },
                Change::Insert {
                    at: 1,
                    item: Item::Separator
                },
            ]
        );
        assert_eq!(back, [Change::Remove { at: 0 }, Change::Remove { at: 0 }]);
    }

    #[test]
    fn any_menu_becomes_any_other() {
        // Given every order of every part of a small menu
        let items = [
            command("a", "A"),
            Item::Separator,
            submenu("b", "B", vec![command("b", "Out")]),
            submenu("b", "Other", vec![]),
        ];
        let mut menus: Vec<Vec<Item>> = vec![vec![]];
        for _ in 0..3 {
            let longer: Vec<Vec<Item>> = menus
                .iter()
                .flat_map(|menu| {
                    items
                        .iter()
                        .map(|item| [menu.clone(), vec![item.clone()]].concat())
                })
                .filter(|menu| {
                    let keys = keyed(menu);
                    keys.iter().enumerate().all(|(at, (key, _))| {
                        keys.iter().skip(at + 1).all(|(other, _)| other != key)
                    })
                })
                .collect();
            menus.extend(longer);
        }

        // Then
        for from in &menus {
            for to in &menus {
                assert_leads(from, to);
            }
        }
    }
}
