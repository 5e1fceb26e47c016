//! All stand-ins of the demo together: three sites, as many more as are asked for, the identity provider, and the
//! control port through which other programs look at the three and break them.

use std::sync::Arc;

use url::Url;

use crate::{
    control,
    port::{Port, StartError},
    provider::IdentityProvider,
    site::Site,
    stand_in::StandIn,
};

/// On which ports of 127.0.0.1 the stand-ins answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ports {
    /// Any free ones.
    #[default]
    Any,
    /// These; 0 takes any free one.
    Fixed {
        /// Home cloud.
        home: u16,
        /// Contoso Drive.
        contoso: u16,
        /// Lab.
        lab: u16,
        /// The identity provider.
        login: u16,
        /// The control port.
        control: u16,
    },
}

/// Every stand-in of the demo, running. Dropping it closes all ports.
pub struct Demo {
    sites: Arc<Sites>,
    more: Vec<StandIn>,
    control: Port,
    control_origin: Url,
}

/// What the control port may touch.
pub(crate) struct Sites {
    pub(crate) home: StandIn,
    pub(crate) contoso: StandIn,
    pub(crate) lab: StandIn,
    pub(crate) login: IdentityProvider,
}

impl Sites {
    pub(crate) fn named(&self, name: &str) -> Option<&StandIn> {
        match name {
            "home" => Some(&self.home),
            "contoso" => Some(&self.contoso),
            "lab" => Some(&self.lab),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Demo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Demo")
            .field("home", self.home())
            .field("contoso", self.contoso())
            .field("lab", self.lab())
            .field("login", self.login())
            .field("more", &self.more.len())
            .field("control", &self.control.is_open())
            .finish()
    }
}

impl Demo {
    /// Starts everything. Fails when a port is taken.
    pub async fn start(ports: Ports) -> Result<Self, StartError> {
        Self::start_with(ports, Vec::new()).await
    }

    /// Starts everything, and these sites beside the three.
    pub async fn start_with(ports: Ports, more: Vec<Site>) -> Result<Self, StartError> {
        let [home, contoso, lab, login, control] = match ports {
            Ports::Any => [0; 5],
            Ports::Fixed {
                home,
                contoso,
                lab,
                login,
                control,
            } => [home, contoso, lab, login, control],
        };
        let login = IdentityProvider::start(login).await?;
        let at = |port, site: Site| StandIn::start(Site { port, ..site });
        let sites = Arc::new(Sites {
            home: at(home, Site::home()).await?,
            contoso: at(contoso, Site::contoso(login.origin())).await?,
            lab: at(lab, Site::lab()).await?,
            login,
        });
        let mut beside = Vec::new();
        for site in more {
            beside.push(StandIn::start(site).await?);
        }
        let control = Port::open(control, control::router(sites.clone())).await?;
        let control_origin = control.origin("127.0.0.1")?;
        Ok(Self {
            sites,
            more: beside,
            control,
            control_origin,
        })
    }

    /// Home cloud: open edition, Ada and Bob.
    pub fn home(&self) -> &StandIn {
        &self.sites.home
    }

    /// Contoso Drive: Pro-like, sign-out leads to the identity provider.
    pub fn contoso(&self) -> &StandIn {
        &self.sites.contoso
    }

    /// Lab: captcha, two-factor sign-in, short lifetimes.
    pub fn lab(&self) -> &StandIn {
        &self.sites.lab
    }

    /// The sites beside the three.
    pub fn more(&self) -> &[StandIn] {
        &self.more
    }

    /// The identity provider of Contoso.
    pub fn login(&self) -> &IdentityProvider {
        &self.sites.login
    }

    /// Where the control port answers.
    pub fn control(&self) -> Url {
        self.control_origin.clone()
    }
}
