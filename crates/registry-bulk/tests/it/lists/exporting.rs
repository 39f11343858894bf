//! Exports have every row of the input, in its order, with what became of it.

use registry_bulk::export::{ExportFormat, Exporter, JoinedRow, JoinedRows, RowOutcome, RowStatus};
use registry_bulk::input::{InputOptions, Prepared};
use registry_bulk::summary::Summary;

use super::dirty::{self, Fate};
use super::{TestFile, ent3f};

const LIST: &str = "企业名称,统一社会信用代码,法定代表人,status\n\
                    样例有限公司,91310116761614322n,样例人,=1+1\n\
                    \n\
                    样例有限公司,91310116761614322N,样例人,0012\n\
                    样例有限公司,9.1310E+17,样例人,a\n\
                    别的有限公司,91310116761614322N,样例人,\"b\nc\"\n\
                    未发有限公司,91310116761614322N,样例人,\n";

fn outcome(joined: &JoinedRow) -> Option<RowOutcome> {
    let Prepared::Valid(valid) = &joined.prepared else {
        return None;
    };
    let (status, message) = match valid.fields[0].1.as_str() {
        "样例有限公司" => (RowStatus::Match, "一致"),
        "别的有限公司" => (RowStatus::Unknown, "no response; it may be charged"),
        _ => return None,
    };
    Some(RowOutcome {
        status,
        message: message.to_owned(),
        cost: 1,
        values: vec!["202611300001".to_owned()],
    })
}

fn export(format: ExportFormat) -> (Vec<u8>, Summary) {
    let list = TestFile::new("list.csv", LIST);
    let rows = JoinedRows::open(&list.path, &InputOptions::default(), ent3f(), None).unwrap();
    let mut exporter = Exporter::new(format, Vec::new(), rows.header(), &["serial"]).unwrap();
    let mut summary = Summary::default();
    for joined in rows {
        let joined = joined.unwrap();
        let outcome = outcome(&joined);
        exporter.write(&joined, outcome.as_ref()).unwrap();
        summary.add(&joined, outcome.as_ref());
    }
    (exporter.finish().unwrap(), summary)
}

#[test]
fn csv_has_the_results_beside_the_input_as_it_was() {
    let (bytes, _) = export(ExportFormat::Csv);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.split('\n').collect();
    assert_eq!(
        lines[..4],
        [
            "企业名称,统一社会信用代码,法定代表人,status,status_2,message,serial,cost,duplicate_of,changes,line",
            "样例有限公司,91310116761614322n,样例人,=1+1,match,一致,202611300001,1,,ent_code: case,2",
            ",,,,empty,,,,,,3",
            "样例有限公司,91310116761614322N,样例人,0012,match,一致,202611300001,0,2,,4",
        ]
    );
    assert!(
        lines[4].starts_with("样例有限公司,9.1310E+17,样例人,a,invalid,"),
        "{}",
        lines[4]
    );
    assert!(lines[4].ends_with(",,,,,5"), "{}", lines[4]);
    assert_eq!(
        lines[6],
        "c\",unknown,no response; it may be charged,202611300001,1,,,6"
    );
    assert_eq!(
        lines[7],
        "未发有限公司,91310116761614322N,样例人,,pending,not sent yet,,,,,8"
    );
}

#[test]
fn csv_for_excel_has_a_mark_and_texts_and_no_formula_and_is_read_back() {
    let (bytes, _) = export(ExportFormat::CsvForExcel);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    assert!(text.contains(",'=1+1,match,"), "{text}");
    assert!(text.contains("\"=\"\"0012\"\"\""), "{text}");
    assert!(text.contains("\"=\"\"9.1310E+17\"\"\""), "{text}");
    assert!(text.contains("\"=\"\"202611300001\"\"\""), "{text}");
    for cell in csv::Reader::from_reader(text.as_bytes())
        .records()
        .flatten()
        .flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
    {
        let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!is_formula || cell.starts_with("=\""), "{cell}");
    }
    let list = TestFile::new("export.csv", bytes);
    let again = JoinedRows::open(&list.path, &InputOptions::default(), ent3f(), None).unwrap();
    let valid =
        again.filter(|joined| matches!(joined.as_ref().unwrap().prepared, Prepared::Valid(_)));
    assert_eq!(valid.count(), 4);
}

#[test]
fn json_lines_have_one_object_a_row() {
    let (bytes, _) = export(ExportFormat::JsonLines);
    let text = String::from_utf8(bytes).unwrap();
    let rows: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0]["status_2"], "match");
    assert_eq!(rows[2]["duplicate_of"], 2);
    assert_eq!((&rows[2]["cost"], &rows[2]["line"]), (&0.into(), &4.into()));
    assert_eq!(rows[4]["status"], "b\nc");
    assert!(text.starts_with("{\"企业名称\":\"样例有限公司\",\"统一社会信用代码\":"));
}

#[test]
fn an_input_that_has_changed_is_refused() {
    let list = TestFile::new("list.csv", LIST);
    let digest = list.open().form().digest;
    let options = InputOptions::default();
    assert!(JoinedRows::open(&list.path, &options, ent3f(), Some(digest)).is_ok());
    std::fs::write(&list.path, LIST.replace("未发", "已发")).unwrap();
    let error = JoinedRows::open(&list.path, &options, ent3f(), Some(digest)).unwrap_err();
    assert!(error.to_string().contains("has changed"), "{error}");
}

#[test]
fn a_summary_counts_every_row_and_each_cost_once() {
    let (_, summary) = export(ExportFormat::Csv);
    assert_eq!(
        summary.to_string(),
        "rows: 6\n\
         match: 2 (33.3 %)\n\
         invalid: 1 (16.7 %)\n\
         empty: 1 (16.7 %)\n\
         unknown: 1 (16.7 %)\n\
         pending: 1 (16.7 %)\n\
         duplicates: 1, queried once each\n\
         cost: 1 queries, and 1 that may be charged"
    );
    let svg = summary.to_svg("list <1> & \"2\"");
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("<title>list &lt;1&gt; &amp; &quot;2&quot;</title>"));
    assert!(svg.contains(">match</text>") && svg.contains(">2 (33.3 %)</text>"));
    let json = serde_json::to_value(&summary).unwrap();
    assert_eq!(json["by_status"]["match"], 2);
}

#[test]
fn what_happened_to_each_row_of_the_dirty_list_is_in_the_export() {
    let rows = dirty::list(1_000);
    for (_, bytes) in dirty::encoded(&dirty::csv(&rows)) {
        let list = TestFile::new("dirty.csv", bytes);
        let joined = JoinedRows::open(&list.path, &InputOptions::default(), ent3f(), None).unwrap();
        let mut exporter =
            Exporter::new(ExportFormat::Csv, Vec::new(), joined.header(), &[]).unwrap();
        for joined in joined {
            exporter.write(&joined.unwrap(), None).unwrap();
        }
        let bytes = exporter.finish().unwrap();
        let mut read = csv::Reader::from_reader(bytes.as_slice());
        let mut count = 0;
        for (record, row) in read.records().zip(&rows) {
            let record = record.unwrap();
            let status = match row.fate {
                Fate::Clean | Fate::Changed(_) => "pending",
                Fate::Invalid(_) => "invalid",
                Fate::Empty => "empty",
            };
            assert_eq!(&record[3], status);
            assert_eq!(record.iter().take(3).collect::<Vec<_>>(), row.cells);
            let first = row
                .duplicate_of
                .map_or(String::new(), |line| line.to_string());
            assert_eq!(&record[6], first);
            assert_eq!(record[7].is_empty(), !matches!(row.fate, Fate::Changed(_)));
            count += 1;
        }
        assert_eq!(count, 1_000);
    }
}
