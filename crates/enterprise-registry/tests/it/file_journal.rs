//! Is a state file safe: whole, private, and never half written?

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
async fn what_a_crash_left_beside_it_is_neither_read_nor_in_the_way() {
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
async fn only_its_owner_can_read_it_whatever_was_there_before() {
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
async fn a_folder_that_is_not_there_is_an_error_that_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none").join("a.state.json");
    let mut journal = FileJournal::new(&path);
    let error = journal.save("text").await.unwrap_err();
    assert!(error.to_string().contains("a.state.json cannot be written"));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn what_is_no_text_file_is_an_error_and_no_empty_journal() {
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
    assert_eq!(cause(&error), "it is no regular file");
}

#[tokio::test]
async fn one_in_the_folder_where_the_program_is_run_needs_no_path() {
    let file = tempfile::NamedTempFile::new_in(".").unwrap();
    let mut journal = FileJournal::new(file.path().file_name().unwrap());
    journal.save("text").await.unwrap();
    assert_eq!(journal.load().await.unwrap().as_deref(), Some("text"));
}

#[tokio::test]
async fn what_stands_beside_it_and_cannot_be_removed_is_the_cause() {
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
async fn behind_links_the_file_is_replaced_and_the_links_stay() {
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
async fn what_a_save_would_part_or_could_not_write_is_neither_read_nor_written() {
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
        ("a", "its symbolic links lead in a circle"),
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
