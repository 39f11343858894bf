//! A pagination returns every row once, and requests every page at most once.

use std::collections::BTreeMap;

use endpoint_core::pages::{Cursor, PageLimit, Paged, Pagination, PaginationEnd, PaginationStep};
use endpoint_core::{Endpoint, Invalid, Knowledge, Param, Spec};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::depot::{Depot, TEMPLATE};

/// Items of a depot, in pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Items {
    shelf: String,
    page: u32,
    size: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Page {
    total: u64,
    items: Vec<u32>,
}

impl Endpoint for Items {
    type Vendor = Depot;
    type Output = Page;
    const SPEC: Spec = Spec {
        name: "Items",
        billed: true,
        params: &[
            Param::text("shelf").required(),
            Param::int("page"),
            Param::int("size"),
        ],
        ..TEMPLATE
    };

    fn validate(&self) -> Result<(), Invalid> {
        if self.size > 10 {
            return Err(Invalid::value("size", "at most 10"));
        }
        Ok(())
    }
}

impl Paged for Items {
    type Row = u32;

    fn page(&self) -> u32 {
        self.page
    }

    fn page_size(&self) -> u32 {
        self.size
    }

    fn at(&self, page: u32, size: u32) -> Self {
        Self {
            page,
            size,
            ..self.clone()
        }
    }

    fn rows(output: Page) -> Vec<u32> {
        output.items
    }

    fn total(output: &Page) -> Option<u64> {
        Some(output.total)
    }
}

fn items(size: u32) -> Items {
    Items {
        shelf: "a".to_owned(),
        page: 1,
        size,
    }
}

/// The rows of a depot with this many items and a wrong total.
fn page(count: u32, request: &Items) -> Page {
    let first = (request.page - 1) * request.size;
    let all = 0..count;
    Page {
        total: 1,
        items: all
            .skip(first as usize)
            .take(request.size as usize)
            .collect(),
    }
}

/// Runs to the end; `fails` says which pages fail, and how. Returns the requested pages and the
/// rows.
struct Run {
    requested: Vec<u32>,
    rows: Vec<u32>,
    end: PaginationEnd,
}

fn run(
    pagination: &mut Pagination<Items>,
    count: u32,
    fails: impl Fn(u32) -> Option<Knowledge>,
) -> Run {
    let (mut requested, mut rows) = (Vec::new(), Vec::new());
    loop {
        match pagination.step() {
            PaginationStep::Row(row) => rows.push(row),
            PaginationStep::Request(request) => {
                requested.push(request.page);
                match fails(request.page) {
                    Some(charged) => pagination.failed(charged),
                    None => pagination.add_page(page(count, &request)),
                }
            }
            PaginationStep::Wait => panic!("every call is answered at once"),
            PaginationStep::End(end) => {
                return Run {
                    requested,
                    rows,
                    end,
                };
            }
        }
    }
}

fn whole(count: u32, size: u32, budget: PageLimit) -> Run {
    let mut pagination = Pagination::new(items(size), budget).unwrap();
    run(&mut pagination, count, |_| None)
}

/// Serialised and read again.
fn kept(cursor: &Cursor<u32>) -> Cursor<u32> {
    let text = serde_json::to_string(cursor).unwrap();
    let again = serde_json::from_str(&text).unwrap();
    assert_eq!(cursor, &again);
    again
}

const ENOUGH: PageLimit = PageLimit::pages(1000);

#[test]
fn the_last_page_is_the_first_that_is_not_full_whatever_the_total_says() {
    for (count, pages) in [(0, 1), (1, 1), (9, 1), (10, 2), (11, 2), (25, 3), (30, 4)] {
        let run = whole(count, 10, ENOUGH);
        assert_eq!(run.end, PaginationEnd::LastPage);
        assert_eq!(run.rows, (0..count).collect::<Vec<_>>());
        assert_eq!(run.requested, (1..=pages).collect::<Vec<_>>(), "{count}");
    }
}

#[test]
fn a_refusal_because_there_is_nothing_is_the_end() {
    let mut pagination = Pagination::new(items(10), ENOUGH).unwrap();
    assert!(matches!(pagination.step(), PaginationStep::Request(_)));
    pagination.found_nothing();
    assert!(matches!(
        pagination.step(),
        PaginationStep::End(PaginationEnd::LastPage)
    ));
    assert!(pagination.cursor().is_finished());
    assert_eq!(pagination.cursor().next_page(), None);
}

#[test]
fn no_page_is_requested_before_the_rows_are_used_up() {
    let mut pagination = Pagination::new(items(2), ENOUGH).unwrap();
    assert_eq!(pagination.pages_requested(), 0);
    assert!(matches!(pagination.step(), PaginationStep::Request(request) if request.page == 1));
    assert!(matches!(pagination.step(), PaginationStep::Wait));
    assert_eq!(pagination.pages_requested(), 1);
    pagination.add_page(page(5, &items(2)));
    assert!(matches!(pagination.step(), PaginationStep::Row(0)));
    assert!(matches!(pagination.step(), PaginationStep::Row(1)));
    assert_eq!(pagination.pages_requested(), 1);
    assert!(matches!(pagination.step(), PaginationStep::Request(request) if request.page == 2));
}

#[test]
fn a_budget_of_pages_and_one_of_rows_are_kept() {
    let by_pages = whole(100, 10, PageLimit::pages(3));
    assert_eq!(
        (by_pages.rows.len(), by_pages.end),
        (30, PaginationEnd::Budget)
    );
    assert_eq!(by_pages.requested, [1, 2, 3]);
    let none = whole(100, 10, PageLimit::pages(0));
    assert_eq!((none.requested.len(), none.end), (0, PaginationEnd::Budget));
    for (rows, pages) in [(0, 0), (1, 1), (10, 1), (11, 2), (20, 2)] {
        let by_rows = whole(100, 10, PageLimit::rows(rows));
        assert_eq!(by_rows.rows.len() as u64, rows);
        assert_eq!(by_rows.requested.len(), pages, "{rows}");
        assert_eq!(by_rows.end, PaginationEnd::Budget);
    }
    let both = whole(100, 10, PageLimit::rows(50).and_pages(2));
    assert_eq!((both.rows.len(), both.requested.len()), (20, 2));
    // A budget that is just enough does not stop it.
    assert_eq!(
        whole(25, 10, PageLimit::pages(3)).end,
        PaginationEnd::LastPage
    );
    assert_eq!(
        whole(5, 10, PageLimit::rows(5)).end,
        PaginationEnd::LastPage
    );
}

#[test]
fn after_request_no_more_only_the_pending_page_is_returned() {
    let mut pagination = Pagination::new(items(2), ENOUGH).unwrap();
    assert!(matches!(pagination.step(), PaginationStep::Request(_)));
    pagination.request_no_more();
    assert!(matches!(pagination.step(), PaginationStep::Wait));
    pagination.add_page(page(5, &items(2)));
    let rest = run(&mut pagination, 5, |_| None);
    assert_eq!((rest.rows, rest.end), (vec![0, 1], PaginationEnd::Budget));
    assert!(rest.requested.is_empty());
    assert_eq!(pagination.cursor().next_page(), Some(2));

    // After the last page it ends as without the limit.
    let mut pagination = Pagination::new(items(10), ENOUGH).unwrap();
    assert!(matches!(pagination.step(), PaginationStep::Request(_)));
    pagination.request_no_more();
    pagination.add_page(page(5, &items(10)));
    assert_eq!(
        run(&mut pagination, 5, |_| None).end,
        PaginationEnd::LastPage
    );

    let mut pagination = Pagination::new(items(2), ENOUGH).unwrap();
    pagination.request_no_more();
    assert!(matches!(
        pagination.step(),
        PaginationStep::End(PaginationEnd::Budget)
    ));
}

#[test]
fn rows_beyond_the_limit_are_returned_later_without_a_query() {
    let mut pagination = Pagination::new(items(10), PageLimit::rows(3)).unwrap();
    let first = run(&mut pagination, 25, |_| None);
    assert_eq!(first.rows, [0, 1, 2]);
    let cursor = kept(&pagination.cursor());
    assert_eq!(
        (cursor.buffered(), cursor.received()),
        (&[3, 4, 5, 6, 7, 8, 9][..], 10)
    );
    let mut pagination = Pagination::resume(items(10), cursor, PageLimit::pages(0)).unwrap();
    let free = run(&mut pagination, 25, |_| None);
    assert_eq!(
        (free.rows.as_slice(), free.requested.len()),
        (&[3, 4, 5, 6, 7, 8, 9][..], 0)
    );
    assert_eq!(free.end, PaginationEnd::Budget);
    let mut pagination =
        Pagination::resume(items(10), kept(&pagination.into_cursor()), ENOUGH).unwrap();
    let rest = run(&mut pagination, 25, |_| None);
    assert_eq!((rest.rows.first(), rest.rows.len()), (Some(&10), 15));
    assert_eq!(rest.requested, [2, 3]);
}

#[test]
fn a_failure_on_each_page_in_turn_loses_no_row_and_pays_no_page_twice() {
    for charged in [Knowledge::No, Knowledge::Unknown, Knowledge::Yes] {
        for bad in 1..=4 {
            let mut pagination = Pagination::new(items(10), ENOUGH).unwrap();
            let first = run(&mut pagination, 35, |page| (page == bad).then_some(charged));
            assert_eq!(first.end, PaginationEnd::Failed);
            // The end is final: nothing is repeated automatically.
            assert!(matches!(
                pagination.step(),
                PaginationStep::End(PaginationEnd::Failed)
            ));
            let cursor = kept(&pagination.cursor());
            assert_eq!(cursor.next_page(), Some(bad));
            let doubt = (charged != Knowledge::No).then_some(bad);
            assert_eq!(cursor.in_doubt(), doubt);
            let mut pagination = Pagination::resume(items(10), cursor, ENOUGH).unwrap();
            let second = run(&mut pagination, 35, |_| None);
            let rows: Vec<_> = first.rows.iter().chain(&second.rows).copied().collect();
            assert_eq!(rows, (0..35).collect::<Vec<_>>());
            let mut answered = BTreeMap::new();
            let good = first.requested.iter().filter(|page| **page != bad);
            for page in good.chain(&second.requested) {
                *answered.entry(*page).or_insert(0) += 1;
            }
            assert_eq!(answered, (1..=4).map(|page| (page, 1)).collect());
            assert!(pagination.cursor().is_finished() && pagination.cursor().in_doubt().is_none());
        }
    }
}

#[test]
fn a_pending_page_is_in_doubt() {
    let mut pagination = Pagination::new(items(10), ENOUGH).unwrap();
    assert_eq!(pagination.cursor().in_doubt(), None);
    assert!(matches!(pagination.step(), PaginationStep::Request(_)));
    assert_eq!(pagination.cursor().in_doubt(), Some(1));
    pagination.add_page(page(10, &items(10)));
    assert_eq!(pagination.cursor().in_doubt(), None);
}

#[test]
fn a_page_that_the_vendor_cannot_return_can_be_skipped() {
    let mut pagination = Pagination::new(items(10), ENOUGH).unwrap();
    run(&mut pagination, 35, |page| {
        (page == 2).then_some(Knowledge::Unknown)
    });
    let cursor = pagination.into_cursor().skip_page();
    assert_eq!((cursor.next_page(), cursor.in_doubt()), (Some(3), None));
    let mut pagination = Pagination::resume(items(10), cursor, ENOUGH).unwrap();
    assert_eq!(
        run(&mut pagination, 35, |_| None).rows,
        (20..35).collect::<Vec<_>>()
    );
}

#[test]
fn a_cursor_belongs_to_its_request_whatever_the_page() {
    let pagination = Pagination::new(items(10), ENOUGH).unwrap();
    let cursor = pagination.cursor();
    assert_eq!(cursor.operation(), "Items");
    assert!(Pagination::resume(items(10).at(7, 3), cursor.clone(), ENOUGH).is_ok());
    let other = Items {
        shelf: "b".to_owned(),
        ..items(10)
    };
    let invalid = Pagination::resume(other, cursor, ENOUGH).unwrap_err();
    assert_eq!(invalid.to_string(), "the cursor belongs to another request");
}

#[test]
fn invalid_requests_are_refused_before_the_first_page() {
    let invalid = Pagination::new(items(11), ENOUGH).unwrap_err();
    assert_eq!(invalid.to_string(), "parameter `size`: at most 10");
}

#[test]
fn a_pagination_begins_at_the_page_of_the_request_and_ends_with_the_last_number() {
    let mut pagination = Pagination::new(items(10).at(2, 10), ENOUGH).unwrap();
    assert_eq!(
        run(&mut pagination, 25, |_| None).rows,
        (10..25).collect::<Vec<_>>()
    );
    let mut last = Pagination::new(items(1).at(u32::MAX, 1), ENOUGH).unwrap();
    assert!(matches!(last.step(), PaginationStep::Request(request) if request.page == u32::MAX));
    last.add_page(Page {
        total: 0,
        items: vec![7],
    });
    assert!(matches!(last.step(), PaginationStep::Row(7)));
    assert!(matches!(
        last.step(),
        PaginationStep::End(PaginationEnd::LastPage)
    ));
}

#[test]
fn debug_shows_neither_rows_nor_parameters() {
    let mut pagination = Pagination::new(items(10), ENOUGH).unwrap();
    let turn = pagination.step();
    assert_eq!(format!("{turn:?}"), "Request(page 1)");
    pagination.add_page(Page {
        total: 1,
        items: vec![424_242],
    });
    for shown in [
        format!("{pagination:?}"),
        format!("{:?}", pagination.cursor()),
    ] {
        assert!(
            !shown.contains("424242") && !shown.contains("shelf"),
            "{shown}"
        );
        assert!(shown.contains("buffered: 1"), "{shown}");
    }
}

proptest! {
    /// However often it fails, is stored and resumes with any budget: every row comes once, in
    /// order, and every page is answered once.
    #[test]
    fn every_row_is_returned_once_whatever_fails(
        count in 0..60_u32,
        size in 1..=10_u32,
        fates in proptest::collection::vec((0..3_u32, 0..15_u64, any::<bool>()), 0..40),
    ) {
        let (mut rows, mut answered) = (Vec::new(), Vec::new());
        let mut cursor = Pagination::new(items(size), ENOUGH).unwrap().into_cursor();
        let last = (1000, 1000, false);
        for (pages, most, fails) in fates.into_iter().chain([last]) {
            let budget = PageLimit::pages(pages).and_rows(most);
            let mut pagination = Pagination::resume(items(size), cursor, budget).unwrap();
            let run = run(&mut pagination, count, |_| fails.then_some(Knowledge::Unknown));
            prop_assert!(run.requested.len() as u64 <= u64::from(pages) && run.rows.len() as u64 <= most);
            rows.extend(run.rows);
            if !fails {
                answered.extend(run.requested);
            }
            cursor = kept(&pagination.into_cursor());
        }
        prop_assert!(cursor.is_finished());
        prop_assert_eq!(rows, (0..count).collect::<Vec<_>>());
        let pages = count / size + 1;
        prop_assert_eq!(answered, (1..=pages).collect::<Vec<_>>());
    }
}
