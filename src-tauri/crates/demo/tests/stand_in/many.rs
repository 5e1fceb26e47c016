//! Sites beside the three of the demo.

use demo::{Demo, NewPerson, Ports, Site, StandIn};

#[tokio::test]
async fn sites_beside_the_three_have_titles_and_people_of_their_own() {
    // Given
    let more = vec![Site::numbered(3), Site::numbered(4)];
    let demo = Demo::start_with(Ports::Any, more).await.unwrap();

    // When
    let [third, fourth] = demo.more() else {
        panic!("{demo:?}");
    };
    third.add(NewPerson::new("person@cloud03.example", "Person"));

    // Then
    assert_eq!(
        [third, fourth].map(StandIn::title),
        ["Cloud 03", "Cloud 04"]
    );
    assert_ne!(third.origin(), fourth.origin());
    assert!(third.sign_in("person@cloud03.example").is_some());
    assert!(fourth.sign_in("person@cloud03.example").is_none());
    assert!(demo.home().sign_in("person@cloud03.example").is_none());
}
