//! The figures of days as a picture: what is drawn, in which steps, under which words.

use crate::domain::money::Rupiah;
use crate::domain::sales::DaySales;
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::view::page::{ChartPhoto, ChartRow};

/// Most bars of a row: more are too narrow to be told apart on a phone.
const MAX_BARS: usize = 62;
/// How many days a bar stands for, when one day each would be too many.
const DAYS_A_BAR: [usize; 3] = [1, 7, 31];

/// Turnover and delivered orders of each day, or of several days together.
pub fn chart(days: &[DaySales], words: &Words) -> ChartPhoto {
    let step = DAYS_A_BAR.into_iter().find(|step| days.len().div_ceil(*step) <= MAX_BARS).unwrap_or(days.len());
    let bars: Vec<&[DaySales]> = days.chunks(step.max(1)).collect();
    let date = |at: Option<&DaySales>| words.date(at.map_or(Millis(0), |day| day.since));
    let row = |key: &str, of: fn(&DaySales) -> i64, write: fn(i64) -> String| {
        let values: Vec<i64> = bars.iter().map(|days| days.iter().map(of).sum()).collect();
        let top = round_up(values.iter().copied().max().unwrap_or(0));
        let total = write(values.iter().sum());
        let title = match step {
            1 => words.say(key, &[("total", total.into())]),
            step => {
                let args = [("days", i64::try_from(step).unwrap_or(i64::MAX).into())];
                format!("{} ({})", words.say(key, &[("total", total.into())]), words.say("chart-step", &args))
            }
        };
        ChartRow { title, top, top_label: write(top), values }
    };
    ChartPhoto {
        days: [date(days.first()), date(days.get(days.len() / 2)), date(days.last())],
        rows: [
            row("chart-turnover", |day| day.turnover.0, |amount| Rupiah(amount).to_string()),
            row("chart-orders", |day| day.orders, |count| count.to_string()),
        ],
    }
}

/// The next of 1, 2, 5, 10, 20, 50, 100 … that is not smaller.
fn round_up(value: i64) -> i64 {
    let mut unit = 1_i64;
    loop {
        if let Some(round) = [1, 2, 5].into_iter().map(|n| unit.saturating_mul(n)).find(|round| *round >= value) {
            return round;
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::*;
    use crate::domain::locale::Locale;

    #[test]
    fn scales_end_at_round_numbers() {
        for (value, top) in [(0, 1), (1, 1), (3, 5), (18_500, 20_000), (20_001, 50_000), (50_001, 100_000), (i64::MAX, i64::MAX)] {
            assert_eq!(round_up(value), top, "{value}");
        }
    }

    #[test]
    fn many_days_share_bars_and_none_is_lost() {
        let words = Words::new(Locale::new("id"), Jakarta);
        for (count, bars) in [(1, 1), (62, 62), (63, 9), (365, 53), (1_100, 36)] {
            let day = |n| DaySales { since: Millis(1_795_714_200_000).plus_seconds(n * 86_400), orders: 2, turnover: Rupiah(30_000) };
            let days: Vec<DaySales> = (0..count).map(day).collect();
            let chart = chart(&days, &words);
            assert_eq!((chart.rows[0].values.len(), chart.rows[1].values.iter().sum::<i64>()), (bars, 2 * count), "{count} days");
            assert!(chart.rows.iter().all(|row| row.values.iter().all(|value| *value <= row.top)));
        }
    }
}
