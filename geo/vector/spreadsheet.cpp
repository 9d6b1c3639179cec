#include "geo/vector/spreadsheet.h"

#include "geo/error.h"
#include "geo/text_fold.h"
#include "geo/vector/gdal.h"
#include "geo/vector/part_file.h"
#include "geo/vector/row_steps.h"
#include "geo/vector/short_names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <memory>
#include <unordered_set>

#include <cpl_conv.h>
#include <cpl_time.h>

/// Written by ourselves, with GDAL's zip: GDAL's drivers keep 16 digits of a number, not the 17 that bring back the
/// same double, hold all in memory, and take any name for a sheet. XLSX: ECMA-376 (SpreadsheetML), ODS:
/// OpenDocument 1.3.
namespace geo {

namespace {

constexpr std::size_t most_rows = 1048576;  // with the row of names
constexpr std::size_t most_columns = 16384;
constexpr std::size_t longest_text = 32767;        // of a cell in Excel
constexpr std::size_t longest_sheet_name = 31;     // UTF-16 units
constexpr std::size_t longest_entry = 4000000000;  // bytes; more needs ZIP64, which not every program reads

/// A zip that is written from front to back. What is put into `text` goes into the file begun last.
class Zip {
public:
    Zip(const std::string& path, std::string name, const std::string& now)
        : path_(path), name_(std::move(name)), zip_(CPLCreateZip(path.c_str(), nullptr)) {
        if (zip_ == nullptr) stop();
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
        if (std::sscanf(now.c_str(), "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second) != 6) return;
        std::tm time{};
        time.tm_year = year - 1900;
        time.tm_mon = month - 1;
        time.tm_mday = day;
        time.tm_hour = hour;
        time.tm_min = minute;
        time.tm_sec = second;
        timestamp_ = std::to_string(CPLYMDHMSToUnixTime(&time));
    }
    ~Zip() {
        if (zip_ == nullptr) return;
        if (open_) CPLCloseFileInZip(zip_);
        CPLCloseZip(zip_);
    }
    Zip(const Zip&) = delete;
    Zip& operator=(const Zip&) = delete;

    std::string text;

    void begin(const std::string& entry, bool compressed = true) {
        end();
        CPLStringList options;
        options.SetNameValue("TIMESTAMP", timestamp_.c_str());  // from 3.7 on; before, there is none in the file
        if (!compressed) options.SetNameValue("COMPRESSED", "NO");
        if (CPLCreateFileInZip(zip_, entry.c_str(), options.List()) != CE_None) stop();
        open_ = true;
        written_ = 0;
    }
    void flush_much() {
        if (text.size() > much) flush();
    }
    void close() {
        end();
        auto* zip = zip_;
        zip_ = nullptr;
        if (CPLCloseZip(zip) != CE_None || messages_.failed()) stop();
        check_end();
    }

private:
    static constexpr std::size_t much = 1 << 20;

    [[noreturn]] void stop() const { fail("{}: cannot be written ({})", name_, messages_.reason()); }
    void flush() {
        written_ += text.size();
        if (written_ > longest_entry) fail("{}: a sheet would be over 4 GB; write .gpkg", name_);
        if (CPLWriteFileInZip(zip_, text.data(), static_cast<int>(text.size())) != CE_None) stop();
        text.clear();
    }
    void end() {
        if (!open_) return;
        flush();
        open_ = false;
        if (CPLCloseFileInZip(zip_) != CE_None) stop();
    }
    /// The last that is written is the end of the directory: where it stands, no write failed unnoticed.
    void check_end() const {
        const std::unique_ptr<std::FILE, decltype([](std::FILE* f) { std::fclose(f); })> file(
            std::fopen(path_.c_str(), "rb"));
        std::array<char, 4> mark{};
        if (!file || std::fseek(file.get(), -22, SEEK_END) != 0 || std::fread(mark.data(), 1, 4, file.get()) != 4 ||
            std::string_view(mark.data(), 4) != "PK\5\6")
            stop();
    }

    std::string path_, name_, timestamp_;
    gdal::Messages messages_;
    void* zip_;
    bool open_ = false;
    std::size_t written_ = 0;
};

/// Text of XML. Characters that XML has no way to hold are left out.
void add_escaped(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\r')
            out += "&#13;";
        else if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n')
            continue;
        else if (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF")
            i += 2;
        else
            out += c;
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    add_escaped(out, text);
    return out;
}

std::size_t utf16_units(std::string_view text) {
    std::size_t out = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
    }
    return out;
}

std::string_view first_units(std::string_view text, std::size_t units) {
    while (utf16_units(text) > units) text = first_bytes(text, text.size() - 1);
    return text;
}

struct Sheet {
    std::string name;
    const OutputTable* table;
};

/// What to write: the tables, and sheets that tell what they mean.
struct Book {
    std::vector<OutputTable> words;
    std::vector<Sheet> sheets;
    std::vector<Sentence> notes;
    std::size_t rows = 0;
};

void add_words(Book& book, std::span<const OutputTable> tables, const Accompaniment& with) {
    std::vector<std::string> of, names, titles, descriptions, lists;
    bool any = false;
    for (std::size_t t = 0; t < tables.size(); ++t) {
        for (const auto& column : tables[t].columns) {
            of.push_back(book.sheets[t].name);
            names.push_back(column.name);
            titles.push_back(column.about.title);
            descriptions.push_back(column.about.description);
            lists.push_back(column.about.code_list);
            any = any || !column.about.title.empty() || !column.about.description.empty();
        }
    }
    if (any)
        book.words.push_back({"columns",
                              {text_column("sheet", of), text_column("column", names), text_column("title", titles),
                               text_column("description", descriptions), text_column("codes", lists)}});
    std::vector<std::string> list, code, meaning;
    for (const auto& l : with.code_lists) {
        for (const auto& [value, words] : l.codes) {
            list.push_back(l.name);
            code.push_back(value);
            meaning.push_back(words);
        }
    }
    if (any && !list.empty())
        book.words.push_back(
            {"codes", {text_column("list", list), text_column("code", code), text_column("meaning", meaning)}});
}

void check_size(const std::string& path, const OutputTable& table) {
    if (table.rows() >= most_rows)
        fail("{}: '{}' has {} rows, and a sheet holds {} at most, with that of the names; write .gpkg or .csv", path,
             table.name, table.rows(), most_rows);
    if (table.columns.size() > most_columns)
        fail("{}: '{}' has {} columns, and a sheet holds {} at most; write .gpkg", path, table.name,
             table.columns.size(), most_columns);
}

void note_long_text(Book& book, const std::string& path, const OutputTable& table) {
    for (const auto& column : table.columns) {
        std::size_t longer = 0;
        for (const auto& word : column.words) longer += word.size() > longest_text && utf16_units(word) > longest_text;
        if (longer > 0)
            book.notes.push_back(Sentence("{}: a cell holds {} characters at most; {} values of '{}' in '{}' are cut",
                                          path, longest_text, longer, column.name, table.name));
    }
}

Book book_of(const std::string& path, std::span<const OutputTable> tables, const Accompaniment& with) {
    Book out;
    std::vector<std::string> names;
    for (const auto& table : tables) {
        check_size(path, table);
        note_long_text(out, path, table);
        names.push_back(table.name);
    }
    names.insert(names.end(), {"columns", "codes"});
    const auto fitted = sheet_names(names);
    for (std::size_t t = 0; t < tables.size(); ++t) {
        out.sheets.push_back({fitted[t], &tables[t]});
        if (fitted[t] != names[t])
            out.notes.push_back(
                Sentence("{}: sheet '{}' is '{}', which cannot be the name of a sheet", path, fitted[t], names[t]));
    }
    add_words(out, tables, with);
    for (const auto& table : out.words) {
        check_size(path, table);
        out.sheets.push_back({fitted[table.name == "columns" ? tables.size() : tables.size() + 1], &table});
    }
    for (const auto& sheet : out.sheets) out.rows += sheet.table->rows();
    return out;
}

/// 0 -> "A", 26 -> "AA"
std::string column_letters(std::size_t column) {
    std::string out;
    for (auto n = column + 1; n > 0; n = (n - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
    return out;
}

constexpr const char* xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr const char* relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr const char* sheet_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

enum class XlsxStyle {
    general,
    name,
    text
};

void add_xlsx_text(std::string& out, const std::string& cell, XlsxStyle style, std::string_view text) {
    fmt::format_to(std::back_inserter(out), "<c r=\"{}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", cell,
                   static_cast<int>(style));
    add_escaped(out, first_units(text, longest_text));
    out += "</t></is></c>";
}

void write_xlsx_sheet(Zip& zip, const OutputTable& table, RowSteps& steps) {
    auto& out = zip.text;
    out += fmt::format(
        "{}<worksheet xmlns=\"{}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
        "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData>\n<row r=\"1\">",
        xml, sheet_space);
    std::vector<std::string> letters;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        letters.push_back(column_letters(c));
        add_xlsx_text(out, letters[c] + "1", XlsxStyle::name, table.columns[c].name);
    }
    out += "</row>\n";
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto number = std::to_string(row + 2);
        out += "<row r=\"" + number + "\">";
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const auto& column = table.columns[c];
            if (column.type == Column::Type::text) {
                if (column.index[row] != Column::no_word)
                    add_xlsx_text(out, letters[c] + number, XlsxStyle::text, column.words[column.index[row]]);
            } else if (!std::isnan(column.numbers[row])) {
                out += "<c r=\"" + letters[c] + number + "\"><v>" + column.text(row) + "</v></c>";
            }
        }
        out += "</row>\n";
        zip.flush_much();
        steps.row();
    }
    out += "</sheetData></worksheet>\n";
}

/// The parts of a workbook that name the others.
void write_xlsx_frame(Zip& zip, const std::vector<Sheet>& sheets, const std::string& now) {
    std::string types, list, links;
    for (std::size_t s = 1; s <= sheets.size(); ++s) {
        types += fmt::format(
            "<Override PartName=\"/xl/worksheets/sheet{}.xml\" ContentType=\"application/"
            "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>",
            s);
        list += fmt::format("<sheet name=\"{}\" sheetId=\"{}\" r:id=\"rId{}\"/>", escaped(sheets[s - 1].name), s, s);
        links += fmt::format("<Relationship Id=\"rId{}\" Type=\"{}/worksheet\" Target=\"worksheets/sheet{}.xml\"/>", s,
                             relations, s);
    }
    zip.begin("[Content_Types].xml");
    zip.text += fmt::format(
        "{}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
        "ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override "
        "PartName=\"/xl/styles.xml\" ContentType=\"application/"
        "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/docProps/core.xml\" "
        "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>{}</Types>\n",
        xml, types);
    constexpr const char* package = "http://schemas.openxmlformats.org/package/2006/relationships";
    zip.begin("_rels/.rels");
    zip.text += fmt::format(
        "{0}<Relationships xmlns=\"{1}\"><Relationship Id=\"rId1\" Type=\"{2}/officeDocument\" "
        "Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"{1}/metadata/core-properties\" "
        "Target=\"docProps/core.xml\"/></Relationships>\n",
        xml, package, relations);
    zip.begin("docProps/core.xml");
    zip.text += fmt::format(
        "{0}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:creator>leefbeeld</dc:creator><dcterms:created "
        "xsi:type=\"dcterms:W3CDTF\">{1}Z</dcterms:created></cp:coreProperties>\n",
        xml, now.substr(0, 19));
    zip.begin("xl/workbook.xml");
    zip.text += fmt::format("{}<workbook xmlns=\"{}\" xmlns:r=\"{}\"><sheets>{}</sheets></workbook>\n", xml,
                            sheet_space, relations, list);
    zip.begin("xl/_rels/workbook.xml.rels");
    zip.text += fmt::format(
        "{0}<Relationships xmlns=\"{1}\">{2}<Relationship Id=\"rId{3}\" Type=\"{4}/styles\" "
        "Target=\"styles.xml\"/></Relationships>\n",
        xml, package, links, sheets.size() + 1, relations);
    // The formats of XlsxStyle, in its order: as it comes, bold text, text (49 is "@": a code that is edited stays
    // one).
    zip.begin("xl/styles.xml");
    zip.text += fmt::format(
        "{}<styleSheet xmlns=\"{}\"><fonts count=\"2\"><font><sz val=\"11\"/><name "
        "val=\"Calibri\"/></font><font><b/><sz "
        "val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill "
        "patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders "
        "count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs "
        "count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs "
        "count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"49\" "
        "fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/><xf "
        "numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>"
        "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>\n",
        xml, sheet_space);
}

/// A paragraph per line. Of blanks beside each other all but one, and those at the beginning, need an element.
void add_paragraphs(std::string& out, std::string_view text) {
    text = first_units(text, longest_text);
    out += "<text:p>";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            out += "</text:p><text:p>";
        } else if (text[i] == '\t') {
            out += "<text:tab/>";
        } else if (text[i] == ' ' && (i == 0 || i + 1 == text.size() || text[i - 1] == ' ' || text[i - 1] == '\n')) {
            out += "<text:s/>";
        } else {
            add_escaped(out, text.substr(i, 1));
        }
    }
    out += "</text:p>";
}

void add_ods_text(std::string& out, const char* style, std::string_view text) {
    fmt::format_to(std::back_inserter(out), "<table:table-cell table:style-name=\"{}\" office:value-type=\"string\">",
                   style);
    add_paragraphs(out, text);
    out += "</table:table-cell>";
}

void write_ods_sheet(Zip& zip, const Sheet& sheet, RowSteps& steps) {
    const auto& table = *sheet.table;
    auto& out = zip.text;
    out += fmt::format("<table:table table:name=\"{}\"><table:table-column table:number-columns-repeated=\"{}\"/>\n",
                       escaped(sheet.name), std::max<std::size_t>(table.columns.size(), 1));
    out += "<table:table-row>";
    for (const auto& column : table.columns) add_ods_text(out, "name", column.name);
    out += table.columns.empty() ? "<table:table-cell/></table:table-row>\n" : "</table:table-row>\n";
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out += "<table:table-row>";
        for (const auto& column : table.columns) {
            const auto text = column.text(row);
            if (column.type == Column::Type::text ? column.index[row] == Column::no_word : text.empty()) {
                out += "<table:table-cell/>";
            } else if (column.type == Column::Type::text) {
                add_ods_text(out, "text", text);
            } else {
                fmt::format_to(std::back_inserter(out),
                               "<table:table-cell office:value-type=\"float\" office:value=\"{0}\"><text:p>{0}</text:p>"
                               "</table:table-cell>",
                               text);
            }
        }
        out += "</table:table-row>\n";
        zip.flush_much();
        steps.row();
    }
    out += "</table:table>\n";
}

constexpr const char* office_spaces =
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
    "xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" "
    "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" "
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" office:version=\"1.3\"";

void write_ods_frame(Zip& zip, const std::string& now) {
    constexpr const char* type = "application/vnd.oasis.opendocument.spreadsheet";
    zip.begin("mimetype", false);  // first and as it is: so the file is recognised
    zip.text += type;
    zip.begin("META-INF/manifest.xml");
    zip.text += fmt::format(
        "{0}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
        "manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" "
        "manifest:media-type=\"{1}\"/><manifest:file-entry manifest:full-path=\"content.xml\" "
        "manifest:media-type=\"text/xml\"/><manifest:file-entry manifest:full-path=\"meta.xml\" "
        "manifest:media-type=\"text/xml\"/></manifest:manifest>\n",
        xml, type);
    zip.begin("meta.xml");
    zip.text += fmt::format(
        "{}<office:document-meta {}><office:meta><meta:generator>leefbeeld</meta:generator><meta:creation-date>{}Z"
        "</meta:creation-date></office:meta></office:document-meta>\n",
        xml, office_spaces, now.substr(0, 19));
}

/// \param write puts the parts into the zip
std::vector<Sentence> write_book(const std::string& path, const std::string& extension, const Book& book,
                                 const Accompaniment& with, const Watch& watch, const auto& write) {
    gdal::start();
    PartFile part(path, extension, watch.existing);
    RowSteps steps(book.rows, watch);
    {
        Zip zip(part.path(), path, with.now);
        write(zip, steps);
        zip.close();
    }
    steps.check_stop();
    part.commit();
    return book.notes;
}

}  // namespace

std::vector<std::string> sheet_names(std::span<const std::string> names) {
    std::vector<std::string> out;
    std::unordered_set<std::string> taken{"history"};  // Excel keeps it for itself
    for (auto name : names) {
        for (auto& c : name) {
            if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos || static_cast<unsigned char>(c) < 0x20)
                c = '_';
        }
        name = std::string(first_units(name, longest_sheet_name));
        if (name.empty()) name = "sheet";
        if (name.front() == '\'') name.front() = '_';
        if (name.back() == '\'') name.back() = '_';
        auto distinct = name;
        for (int n = 2; !taken.insert(folded(distinct)).second; ++n) {
            const auto mark = fmt::format("_{}", n);
            distinct = std::string(first_units(name, longest_sheet_name - mark.size())) + mark;
        }
        out.push_back(std::move(distinct));
    }
    return out;
}

std::vector<Sentence> write_xlsx(const std::string& path, std::span<const OutputTable> tables,
                                 const Accompaniment& with, const Watch& watch) {
    const auto book = book_of(path, tables, with);
    return write_book(path, ".xlsx", book, with, watch, [&](Zip& zip, RowSteps& steps) {
        write_xlsx_frame(zip, book.sheets, with.now);
        for (std::size_t s = 0; s < book.sheets.size(); ++s) {
            zip.begin(fmt::format("xl/worksheets/sheet{}.xml", s + 1));
            write_xlsx_sheet(zip, *book.sheets[s].table, steps);
        }
    });
}

std::vector<Sentence> write_ods(const std::string& path, std::span<const OutputTable> tables, const Accompaniment& with,
                                const Watch& watch) {
    const auto book = book_of(path, tables, with);
    return write_book(path, ".ods", book, with, watch, [&](Zip& zip, RowSteps& steps) {
        write_ods_frame(zip, with.now);
        zip.begin("content.xml");
        zip.text += fmt::format(
            "{}<office:document-content {}><office:automatic-styles><number:text-style style:name=\"as-text\">"
            "<number:text-content/></number:text-style><style:style style:name=\"text\" style:family=\"table-cell\" "
            "style:data-style-name=\"as-text\"/><style:style style:name=\"name\" style:family=\"table-cell\" "
            "style:data-style-name=\"as-text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>"
            "</office:automatic-styles><office:body><office:spreadsheet>\n",
            xml, office_spaces);
        for (const auto& sheet : book.sheets) write_ods_sheet(zip, sheet, steps);
        zip.text += "</office:spreadsheet></office:body></office:document-content>\n";
    });
}

}  // namespace geo
