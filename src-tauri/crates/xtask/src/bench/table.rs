//! What was measured, held against the limits: one row for each, the medians of several runs in turns.
//!
//! Deliberately not here: measuring.

use std::collections::BTreeMap;

use crate::failure::Failure;

/// One thing that is measured, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    Ready,
    Open,
    NeverOpenedWithFew,
    NeverOpened,
    WakeUpsNeverOpened,
    Destroyed,
    WakeUpsDestroyed,
    ShownHidden,
    ShownDestroyed,
    Revocation,
    Menu,
    Package,
}

/// What a number must not exceed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Limit {
    /// So many times the blank program's.
    Times(f64),
    /// So much, whatever the blank program's is.
    Below(f64),
    /// The most that the blank program itself had in any run: what is above that is not the runtime's own.
    TheBlanksMost,
}

impl Measure {
    pub(super) const ALL: [Self; 12] = [
        Self::Ready,
        Self::Open,
        Self::NeverOpenedWithFew,
        Self::NeverOpened,
        Self::WakeUpsNeverOpened,
        Self::Destroyed,
        Self::WakeUpsDestroyed,
        Self::ShownHidden,
        Self::ShownDestroyed,
        Self::Revocation,
        Self::Menu,
        Self::Package,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Ready => "start to page ready",
            Self::Open => "PSS, window open with 100 accounts",
            Self::NeverOpenedWithFew => "PSS in the tray, 10 accounts, never opened",
            Self::NeverOpened => "PSS in the tray, never opened",
            Self::WakeUpsNeverOpened => "context switches in 60 s, never opened",
            Self::Destroyed => "PSS in the tray, window destroyed",
            Self::WakeUpsDestroyed => "context switches in 60 s, destroyed",
            Self::ShownHidden => "hidden window shown again",
            Self::ShownDestroyed => "destroyed window shown again",
            Self::Revocation => "tray click to revocation request",
            Self::Menu => "menu of 200 accounts built",
            Self::Package => "deb package",
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::Ready
            | Self::ShownHidden
            | Self::ShownDestroyed
            | Self::Revocation
            | Self::Menu => "ms",
            Self::Open | Self::NeverOpenedWithFew | Self::NeverOpened | Self::Destroyed => "MB",
            Self::WakeUpsNeverOpened | Self::WakeUpsDestroyed => "",
            Self::Package => "kB",
        }
    }

    fn limit(self) -> Limit {
        match self {
            Self::Ready
            | Self::Open
            | Self::NeverOpenedWithFew
            | Self::NeverOpened
            | Self::Destroyed => Limit::Times(1.15),
            Self::WakeUpsNeverOpened | Self::WakeUpsDestroyed => Limit::TheBlanksMost,
            Self::ShownHidden | Self::ShownDestroyed => Limit::Below(500.0),
            Self::Revocation => Limit::Below(100.0),
            Self::Menu => Limit::Below(5.0),
            Self::Package => Limit::Times(2.0),
        }
    }
}

/// The numbers of one program, in the order of its runs.
#[derive(Debug, Default)]
pub(super) struct Numbers(BTreeMap<Measure, Vec<f64>>);

impl Numbers {
    /// Adds one, and says it: a run takes minutes.
    pub(super) fn add(&mut self, measure: Measure, number: f64) {
        println!("  {}: {number:.1} {}", measure.name(), measure.unit());
        self.0.entry(measure).or_default().push(number);
    }

    /// Adds all of a run.
    pub(super) fn take(&mut self, run: Self) {
        for (measure, numbers) in run.0 {
            self.0.entry(measure).or_default().extend(numbers);
        }
    }

    fn of(&self, measure: Measure) -> &[f64] {
        self.0.get(&measure).map_or(&[], Vec::as_slice)
    }
}

/// Prints the table and judges it. Each of these is to have been measured: what is missing is over its limit too.
pub(super) fn judge(
    measures: &[Measure],
    keyreve: &Numbers,
    blank: &Numbers,
) -> Result<(), Failure> {
    println!(
        "{:<42}{:>12}{:>12}{:>9}   limit",
        "", "Keyreve", "blank", "ratio"
    );
    let mut over = Vec::new();
    for &measure in measures {
        let row = Row::of(measure, keyreve, blank);
        println!("{}", row.text());
        if !row.holds() {
            over.push(measure.name());
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(Failure::OverLimit(over.join(", ")))
    }
}

#[derive(Debug)]
struct Row {
    measure: Measure,
    keyreve: f64,
    blank: f64,
    /// The median of the ratios of the runs that followed each other: the computer's own pace changes between them.
    ratio: f64,
    blanks_most: f64,
}

impl Row {
    fn of(measure: Measure, keyreve: &Numbers, blank: &Numbers) -> Self {
        let (keyreve, blank) = (keyreve.of(measure), blank.of(measure));
        let ratios: Vec<f64> = keyreve
            .iter()
            .zip(blank)
            .map(|(keyreve, blank)| keyreve / blank)
            .collect();
        Self {
            measure,
            keyreve: median(keyreve),
            blank: median(blank),
            ratio: median(&ratios),
            blanks_most: blank.iter().copied().fold(f64::NAN, f64::max),
        }
    }

    /// A number that is none holds no limit.
    fn holds(&self) -> bool {
        match self.measure.limit() {
            Limit::Times(times) => self.ratio <= times,
            Limit::Below(most) => self.keyreve < most,
            Limit::TheBlanksMost => self.keyreve <= self.blanks_most,
        }
    }

    fn text(&self) -> String {
        let unit = self.measure.unit();
        let number = |number: f64| {
            if number.is_nan() {
                "–".to_owned()
            } else {
                let places = usize::from(number < 10.0);
                format!("{number:.places$} {unit}").trim_end().to_owned()
            }
        };
        let ratio = if self.ratio.is_finite() {
            format!("{:.2}", self.ratio)
        } else {
            String::new()
        };
        let limit = match self.measure.limit() {
            Limit::Times(times) => format!("{times} ×"),
            Limit::Below(most) => format!("{most:.0} {unit}"),
            Limit::TheBlanksMost => format!("{:.0}, the blank's most", self.blanks_most),
        };
        let verdict = if self.holds() { "" } else { "  over" };
        format!(
            "{:<42}{:>12}{:>12}{ratio:>9}   {limit}{verdict}",
            self.measure.name(),
            number(self.keyreve),
            number(self.blank)
        )
    }
}

/// Nothing has no median.
fn median(numbers: &[f64]) -> f64 {
    let mut numbers = numbers.to_vec();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(measure: Measure, all: &[f64]) -> Numbers {
        Numbers(BTreeMap::from([(measure, all.to_vec())]))
    }

    fn holds(measure: Measure, keyreve: &[f64], blank: &[f64]) -> bool {
        Row::of(
            measure,
            &numbers(measure, keyreve),
            &numbers(measure, blank),
        )
        .holds()
    }

    #[test]
    fn a_ratio_is_taken_of_runs_that_followed_each_other() {
        // Everything was slower in the second run.
        let row = Row::of(
            Measure::Open,
            &numbers(Measure::Open, &[110.0, 220.0, 110.0]),
            &numbers(Measure::Open, &[100.0, 200.0, 100.0]),
        );

        assert!((row.ratio - 1.1).abs() < 1e-9);
    }

    #[test]
    fn a_limit_is_over_only_above_it() {
        assert!(holds(Measure::Open, &[115.0], &[100.0]));
        assert!(!holds(Measure::Open, &[116.0], &[100.0]));
        assert!(holds(Measure::Revocation, &[99.0], &[]));
        assert!(!holds(Measure::Revocation, &[100.0], &[]));
        assert!(holds(Measure::WakeUpsDestroyed, &[12.0], &[10.0, 12.0]));
        assert!(!holds(Measure::WakeUpsDestroyed, &[13.0], &[10.0, 12.0]));
    }

    #[test]
    fn what_was_not_measured_is_over_its_limit() {
        for measure in Measure::ALL {
            assert!(!Row::of(measure, &Numbers::default(), &Numbers::default()).holds());
        }
    }
}
