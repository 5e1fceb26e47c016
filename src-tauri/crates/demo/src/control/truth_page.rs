//! The truth as a page for a person's browser: sessions and the last requests of each site. The JSON beside it has
//! everything.

use std::fmt::Write;

use crate::{demo::Sites, stand_in::StandIn, web};

/// How many of the latest requests of a site are shown.
const LATEST: usize = 15;

pub(super) fn page(sites: &Sites) -> String {
    let mut body = String::from("<h1>What the stand-in servers know</h1>");
    for site in [&sites.home, &sites.contoso, &sites.lab] {
        body.push_str(&section(site));
    }
    let login = sites.login.truth();
    // Writing to a String cannot fail, here and below.
    let _ = write!(
        body,
        "<h2>Identity provider</h2><p>{} browser sessions, end-session page opened {} times, answered Yes {} times, No {} times.</p>\
         <p class=quiet>The whole truth as JSON: <code>GET /truth</code> from anything but a browser.</p>",
        login.live_sessions,
        login.pages.len(),
        login.confirmed,
        login.declined,
    );
    web::page("Truth", &body)
}

fn section(site: &StandIn) -> String {
    let truth = site.truth();
    let state = if site.is_running() {
        "running"
    } else {
        "stopped"
    };
    let mut html = format!(
        "<h2>{}</h2><p class=quiet>{} · {state}</p>",
        web::escaped(site.title()),
        site.origin()
    );
    html.push_str("<table><tr><th>Session of<th>State<th>Renewed<th>Root</tr>");
    for family in &truth.families {
        let _ = write!(
            html,
            "<tr><td>{}<td>{}<td>{}<td>{}</tr>",
            web::escaped(&family.user_email),
            if family.live { "alive" } else { "dead" },
            family.refreshed,
            family.root,
        );
    }
    html.push_str("</table><table><tr><th>Request<th>Path<th>Bearer</tr>");
    for seen in truth.requests.iter().rev().take(LATEST) {
        let _ = write!(
            html,
            "<tr><td>{}<td>{}<td>{}</tr>",
            web::escaped(&seen.method),
            web::escaped(&seen.path),
            if seen.had_authorization { "yes" } else { "no" },
        );
    }
    html.push_str("</table>");
    html
}
