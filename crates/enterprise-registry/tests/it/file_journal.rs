//! A state file is private, and never half written.

use std::fs;
use std::path::Path;

use enterprise_registry::flow::{FileJournal, Journal as _};

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

#[tokio::test]
async fn a_save_replaces_the_text_as_a_whole_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = FileJournal::new(folder.path().join("a.state.json"));
    assert_eq!(journal.load().await.unwrap(), None);
    for text in ["first and longer", "second"] {
        journal.save(text).await.unwrap();
        assert_eq!(journal.load().await.unwrap().as_deref(), Some(text));
    }
    assert_eq!(names_in(folder.path()), ["a.state.json"]);
}

#[tokio::test]
async fn the_leftover_of_a_crash_is_ignored_and_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.state.json");
    let mut journal = FileJournal::new(&path);
    journal.save("whole").await.unwrap();
    fs::write(folder.path().join("a.state.json.new"), "ha").unwrap();
    assert_eq!(journal.load().await.unwrap().as_deref(), Some("whole"));
    journal.save("next").await.unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "next");
    assert_eq!(names_in(folder.path()), ["a.state.json"]);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_it_whatever_was_there_before() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.state.json");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    FileJournal::new(&path).save("new").await.unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_missing_folder_is_an_error_that_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none").join("a.state.json");
    let mut journal = FileJournal::new(&path);
    let error = journal.save("text").await.unwrap_err();
    assert!(error.to_string().contains("a.state.json cannot be written"));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_file_without_text_is_an_error_and_not_an_empty_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.state.json");
    fs::write(&path, [0xff, 0xfe]).unwrap();
    let mut journal = FileJournal::new(&path);
    let cause = |error: &dyn std::error::Error| error.source().unwrap().to_string();
    let error = journal.load().await.unwrap_err();
    assert!(error.to_string().contains("a.state.json cannot be read"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let error = journal.load().await.unwrap_err();
    assert_eq!(cause(&error), "it is not a regular file");
}

#[tokio::test]
async fn a_journal_in_the_working_directory_needs_no_path() {
    let file = tempfile::NamedTempFile::new_in(".").unwrap();
    let mut journal = FileJournal::new(file.path().file_name().unwrap());
    journal.save("text").await.unwrap();
    assert_eq!(journal.load().await.unwrap().as_deref(), Some("text"));
}

#[tokio::test]
async fn a_file_beside_it_that_cannot_be_removed_is_the_cause() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.state.json");
    fs::create_dir(folder.path().join("a.state.json.new")).unwrap();
    let error = FileJournal::new(&path).save("text").await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap();
    let cause = cause.downcast_ref::<std::io::Error>().unwrap();
    assert_ne!(cause.kind(), std::io::ErrorKind::AlreadyExists);
}

#[cfg(unix)]
#[tokio::test]
async fn a_save_replaces_the_file_behind_symbolic_links_and_keeps_the_links() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("kept")).unwrap();
    symlink("kept/second", at("first")).unwrap();
    symlink("state.json", at("kept/second")).unwrap();
    let mut journal = FileJournal::new(at("first"));
    assert_eq!(journal.load().await.unwrap(), None);
    assert_eq!(journal.target().unwrap(), at("kept/state.json"));
    for text in ["one", "two"] {
        journal.save(text).await.unwrap();
        assert_eq!(journal.load().await.unwrap().as_deref(), Some(text));
    }
    assert!(at("first").symlink_metadata().unwrap().is_symlink());
    assert!(at("kept/second").symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read_to_string(at("kept/state.json")).unwrap(), "two");
}

#[cfg(unix)]
#[tokio::test]
async fn hard_links_circles_and_long_names_are_refused_before_reading_and_writing() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("one"), "text").unwrap();
    fs::hard_link(at("one"), at("two")).unwrap();
    symlink("a", at("b")).unwrap();
    symlink("b", at("a")).unwrap();
    let long = "x".repeat(252);
    for (name, why) in [
        ("one", "it has 2 names (hard links)"),
        ("two", "it has 2 names (hard links)"),
        ("a", "its symbolic links form a circle"),
        (&long, "its name is too long for this system"),
    ] {
        let mut journal = FileJournal::new(at(name));
        for error in [
            journal.load().await.map(|_| ()),
            journal.save("new").await,
            journal.target().map(|_| ()),
        ] {
            let error = error.unwrap_err();
            let cause = std::error::Error::source(&error).unwrap().to_string();
            assert!(cause.starts_with(why), "{name}: {cause}");
        }
    }
    assert_eq!(fs::read_to_string(at("two")).unwrap(), "text");
    assert!(!at(&long).exists());
}
