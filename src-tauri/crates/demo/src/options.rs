//! The command line of `keyreve-demo`, read into values. Four options do not ask for a library.

use demo::Ports;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) ports: Ports,
    /// File that gets the accounts to sign in with.
    pub(crate) accounts: Option<String>,
    /// How many accounts that file lists.
    pub(crate) count: Option<usize>,
    /// On how many sites those are.
    pub(crate) sites: Option<usize>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum Unclear {
    #[error("unknown option {0}; known are --ports, --accounts, --count and --sites")]
    Option(String),
    #[error("{0} wants a value")]
    Missing(String),
    #[error("`{0}` is no number")]
    Number(String),
    #[error("`{0}` is none of home=, contoso=, lab=, login= and control= with a port")]
    Port(String),
}

impl Options {
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, Unclear> {
        let mut options = Self::default();
        let mut arguments = arguments;
        while let Some(option) = arguments.next() {
            let mut value = || arguments.next().ok_or(Unclear::Missing(option.clone()));
            match option.as_str() {
                "--ports" => options.ports = ports(&value()?)?,
                "--accounts" => options.accounts = Some(value()?),
                "--count" => options.count = Some(number(&value()?)?),
                "--sites" => options.sites = Some(number(&value()?)?),
                _ => return Err(Unclear::Option(option)),
            }
        }
        Ok(options)
    }
}

fn number(text: &str) -> Result<usize, Unclear> {
    text.parse().map_err(|_| Unclear::Number(text.to_owned()))
}

/// Sites that are not named get any free port.
fn ports(text: &str) -> Result<Ports, Unclear> {
    let [mut home, mut contoso, mut lab, mut login, mut control] = [0; 5];
    for part in text.split(',') {
        let unclear = || Unclear::Port(part.to_owned());
        let (name, port) = part.split_once('=').ok_or_else(unclear)?;
        let place = match name {
            "home" => &mut home,
            "contoso" => &mut contoso,
            "lab" => &mut lab,
            "login" => &mut login,
            "control" => &mut control,
            _ => return Err(unclear()),
        };
        *place = port.parse().map_err(|_| unclear())?;
    }
    Ok(Ports::Fixed {
        home,
        contoso,
        lab,
        login,
        control,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, Unclear> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn sites_without_a_port_get_any_free_one() {
        let options = parse("--ports home=5301,control=5309 --count 100 --sites 5").unwrap();
        let expected = Ports::Fixed {
            home: 5301,
            contoso: 0,
            lab: 0,
            login: 0,
            control: 5309,
        };
        assert_eq!(options.ports, expected);
        assert_eq!(options.count, Some(100));
        assert_eq!(options.sites, Some(5));
    }

    #[test]
    fn an_option_that_does_not_parse_is_named() {
        assert_eq!(parse("--port"), Err(Unclear::Option("--port".to_owned())));
        assert_eq!(
            parse("--count"),
            Err(Unclear::Missing("--count".to_owned()))
        );
        let wrong = parse("--ports home=x");
        assert_eq!(wrong, Err(Unclear::Port("home=x".to_owned())));
    }
}
