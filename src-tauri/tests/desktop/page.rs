//! The program's window as a screen reader meets it: controls by role and accessible name, and the text that is there to be read.
//!
//! The queries are those of testing-library, which the page's own tests use too, put into the page from `ui/node_modules`. Clicks and keys
//! are real ones, made by the driver.

use std::sync::LazyLock;
use std::time::Duration;

use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::{Value, json};

use crate::patience::{patiently, until, until_some};

static TESTING_LIBRARY: LazyLock<String> = LazyLock::new(|| {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ui/node_modules/@testing-library/dom/dist/@testing-library/dom.umd.min.js"
    );
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
});

/// Finds the elements with a role and a name below a region (the whole page when none is given). The sentences of the page isolate what they
/// name with invisible direction marks; nobody hears those, so they are left out of the comparison.
const BY_ROLE: &str = r"
    const [role, name, region] = arguments;
    const plain = (text) => text.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();
    return TestingLibraryDom.queryAllByRole(region ?? document.body, role, { name: (have) => name === null || plain(have) === name });
";

/// Finds the field with a label below a region: password fields have no role.
const BY_LABEL: &str = r"
    const [label, region] = arguments;
    return TestingLibraryDom.queryAllByLabelText(region ?? document.body, label, { selector: 'input, textarea, select' });
";

/// The text that is displayed in an element, or on the whole page.
const TEXT: &str = r"
    const text = (arguments[0] ?? document.body).innerText;
    return text.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();
";

/// What a person who is told where the focus is would hear: the label, or the text on it.
const FOCUSED: &str = r"
    const at = document.activeElement;
    const name = at?.getAttribute('aria-label') ?? at?.labels?.[0]?.innerText ?? at?.innerText ?? '';
    return at === document.body ? '' : name.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();
";

/// From the next click on, looks at every change of the page and keeps how long it took until the text was there, in milliseconds.
const STOPWATCH: &str = r"
    const [text] = arguments;
    let clicked = null;
    globalThis.stopwatch = null;
    document.addEventListener('click', () => (clicked = performance.now()), { capture: true, once: true });
    const observer = new MutationObserver(() => {
        if (clicked === null || !document.body.innerText.includes(text)) return;
        globalThis.stopwatch = performance.now() - clicked;
        observer.disconnect();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
";

/// The page in the program's window.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    client: Client,
}

/// Part of the page: what is found in it lies inside one element.
#[derive(Debug)]
pub(crate) struct Region<'a> {
    page: &'a Page,
    element: Element,
    called: String,
}

impl Page {
    pub(crate) async fn of(client: Client) -> Self {
        let page = Self { client };
        until("the page has come up", async || {
            page.evaluate("return document.readyState === 'complete' && document.body.innerText.trim() !== ''", vec![]).await == json!(true)
        })
        .await;
        page
    }

    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// The one element with this role and name, once it is there.
    pub(crate) async fn find(&self, role: &str, name: &str) -> Region<'_> {
        self.the_one(
            BY_ROLE,
            vec![json!(role), json!(name), Value::Null],
            format!("{role} \"{name}\""),
        )
        .await
    }

    /// The field with this label, once it is there.
    pub(crate) async fn find_field(&self, label: &str) -> Region<'_> {
        self.field(label).await
    }

    /// Presses the button of this name, once it can be used.
    pub(crate) async fn press(&self, button: &str) {
        let button = self.find("button", button).await;
        button.is_usable().await;
        button.click().await;
    }

    /// Presses a button that ends the program or hides its window. The driver's answer may be lost with the window.
    pub(crate) async fn press_last(&self, button: &str) {
        drop(self.find("button", button).await.element.click().await);
    }

    /// Types into the field with this label, in place of what is there.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.element.clear().await.unwrap();
        field.element.send_keys(text).await.unwrap();
    }

    /// What is in the field with this label.
    pub(crate) async fn value(&self, label: &str) -> String {
        self.field(label)
            .await
            .element
            .prop("value")
            .await
            .unwrap()
            .unwrap_or_default()
    }

    /// Waits until the page shows this text.
    pub(crate) async fn shows(&self, text: &str) {
        until(&format!("the page shows \"{text}\""), async || {
            self.text().await.contains(text)
        })
        .await;
    }

    /// Waits until the page does not show this text any more.
    pub(crate) async fn stops_showing(&self, text: &str) {
        until(&format!("the page stops showing \"{text}\""), async || {
            !self.text().await.contains(text)
        })
        .await;
    }

    /// What the page shows now.
    pub(crate) async fn text(&self) -> String {
        self.text_of(Value::Null).await
    }

    /// The name of what has the focus now; nothing when nothing has it.
    pub(crate) async fn focused(&self) -> String {
        let name = self.evaluate(FOCUSED, vec![]).await;
        name.as_str().unwrap().to_owned()
    }

    /// Waits until what has this name has the focus.
    pub(crate) async fn has_focus_on(&self, name: &str) {
        let mut seen = String::new();
        let came = patiently(async || {
            seen = self.focused().await;
            (seen == name).then_some(())
        })
        .await;
        assert!(
            came.is_some(),
            "the focus is on \"{seen}\" and not on \"{name}\""
        );
    }

    /// How many elements with this role and name there are now.
    pub(crate) async fn count(&self, role: &str, name: &str) -> usize {
        self.elements(BY_ROLE, vec![json!(role), json!(name), Value::Null])
            .await
            .len()
    }

    /// Starts measuring from the next click to this text.
    pub(crate) async fn measure_from_click_to(&self, text: &str) {
        self.evaluate(STOPWATCH, vec![json!(text)]).await;
    }

    /// What was measured, once the text is there.
    pub(crate) async fn measured(&self) -> Duration {
        let read = async || {
            self.evaluate("return globalThis.stopwatch", vec![])
                .await
                .as_f64()
        };
        let milliseconds = until_some("the text comes after the click", read).await;
        Duration::from_secs_f64(milliseconds / 1000.0)
    }

    /// What is said as an alert now.
    pub(crate) async fn alerts(&self) -> Vec<String> {
        let mut said = Vec::new();
        for alert in self
            .elements(BY_ROLE, vec![json!("alert"), Value::Null, Value::Null])
            .await
        {
            said.push(self.text_of(serde_json::to_value(alert).unwrap()).await);
        }
        said
    }

    /// Waits until what the page shows has been handed to the screen.
    pub(crate) async fn is_painted(&self) {
        let two_frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";
        self.client.execute_async(two_frames, vec![]).await.unwrap();
    }

    /// Evaluates the body of a function in the page whose last argument takes the answer.
    pub(crate) async fn evaluate_later(&self, script: &str) -> Value {
        self.client
            .execute_async(script, vec![])
            .await
            .unwrap_or_else(|error| panic!("{script} failed: {error}"))
    }

    /// Evaluates the body of a function in the page.
    pub(crate) async fn evaluate(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("{script} failed: {error}"))
    }

    async fn field(&self, label: &str) -> Region<'_> {
        self.the_one(
            BY_LABEL,
            vec![json!(label), Value::Null],
            format!("field \"{label}\""),
        )
        .await
    }

    async fn the_one(&self, query: &str, arguments: Vec<Value>, called: String) -> Region<'_> {
        let mut seen = 0;
        let found = patiently(async || {
            let mut found = self.elements(query, arguments.clone()).await;
            seen = found.len();
            (seen == 1).then(|| found.remove(0))
        })
        .await;
        let Some(element) = found else {
            panic!(
                "{seen} of {called} instead of one; the page shows: {}",
                self.text().await
            )
        };
        Region {
            page: self,
            element,
            called,
        }
    }

    async fn elements(&self, query: &str, arguments: Vec<Value>) -> Vec<Element> {
        if self
            .evaluate("return typeof TestingLibraryDom", vec![])
            .await
            != json!("object")
        {
            self.evaluate(&TESTING_LIBRARY, vec![]).await;
        }
        let references: Vec<ElementRef> = match self.client.execute(query, arguments).await {
            Ok(found) => found.as_array().unwrap().iter().map(reference).collect(),
            // The region has left the page between two looks at it; whoever waits looks again.
            Err(error) if error.is_stale_element_reference() => vec![],
            Err(error) => panic!("the page cannot be asked: {error}"),
        };
        references
            .into_iter()
            .map(|reference| Element::from_element_id(self.client.clone(), reference))
            .collect()
    }

    async fn text_of(&self, region: Value) -> String {
        self.evaluate(TEXT, vec![region])
            .await
            .as_str()
            .unwrap()
            .to_owned()
    }
}

impl Region<'_> {
    /// The one element with this role and name inside, once it is there.
    pub(crate) async fn find(&self, role: &str, name: &str) -> Region<'_> {
        let called = format!("{role} \"{name}\" in {}", self.called);
        self.page
            .the_one(
                BY_ROLE,
                vec![json!(role), json!(name), self.reference()],
                called,
            )
            .await
    }

    /// Waits until it shows this text.
    pub(crate) async fn shows(&self, text: &str) {
        until(&format!("{} shows \"{text}\"", self.called), async || {
            self.text().await.contains(text)
        })
        .await;
    }

    /// What it shows now.
    pub(crate) async fn text(&self) -> String {
        self.page.text_of(self.reference()).await
    }

    /// Clicks in its middle, once nothing keeps the pointer from it: a question that was answered takes a moment to go.
    pub(crate) async fn click(&self) {
        // The driver is content with a corner of it in sight; a person would scroll. At the edge, a bar that comes just then would take the click.
        let into_sight = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.page.evaluate(into_sight, vec![self.reference()]).await;
        let what = format!("nothing keeps the pointer from {}", self.called);
        until(&what, async || match self.element.click().await {
            Ok(()) => true,
            Err(CmdError::Standard(error)) if is_out_of_reach(&error.error) => false,
            Err(error) => panic!("{} cannot be clicked: {error:?}", self.called),
        })
        .await;
    }

    /// Waits until it can be used: while a request is under way, its button says that it cannot.
    pub(crate) async fn is_usable(&self) {
        let what = format!("{} can be used", self.called);
        until(&what, async || {
            self.element.attr("aria-disabled").await.unwrap().as_deref() != Some("true")
        })
        .await;
    }

    fn reference(&self) -> Value {
        serde_json::to_value(&self.element).unwrap()
    }
}

fn is_out_of_reach(error: &ErrorStatus) -> bool {
    matches!(
        error,
        ErrorStatus::ElementClickIntercepted | ErrorStatus::ElementNotInteractable
    )
}

fn reference(element: &Value) -> ElementRef {
    let id = element
        .as_object()
        .and_then(|object| object.values().next())
        .and_then(Value::as_str)
        .unwrap();
    ElementRef::from(id.to_owned())
}
