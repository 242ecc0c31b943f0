package gripe.index;

import gripe.Gripe;
import gripe.Workspace;
import gripe.storage.StoredForm;
import gripe.storage.StoredGripe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleDocValuesField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A gripe as a Lucene document: every field name in one place, and both ways through them. Whoever changes the fields or
 * how they are analysed raises {@link #FORMAT}.
 */
final class GripeDocument {
    /** An index of another format is made anew, since one half of it would answer differently from the other. */
    static final String FORMAT = "5";

    /** Workspace and id together: one document for each gripe. */
    static final String KEY = "key";

    static final String WORKSPACE = "workspace";
    static final String ID = "id";
    static final String TEXT = "text";
    static final String IDENTIFIERS = "identifiers";
    /** The text with its words as they are written, for phrases. */
    static final String EXACT = "exact";

    /** As terms without their case, for filters; as doc values as they are written, for facets. */
    static final String TAG = "tag";

    static final String PLACE = "place";
    static final String SOURCE = "source";
    static final String HAPPENED_AT = "happenedAt";
    static final String MINUTES = "minutes";
    /** Which model version the document's vector is of. */
    static final String EMBEDDED_BY = "embeddedBy";

    /** The id of the gripe's pain point, absent where it has none: a term to filter by, and doc values to group by. */
    static final String PAIN_POINT = "painPoint";

    /** The stored form, as doc values: read for every candidate of a search, in a fraction of a stored field's time. */
    private static final String RECORD = "record";

    private final String vectorStamp;
    private final String vectorField;

    /** @param modelVersion a vector of another version has another field, so that it is never compared with this one's */
    GripeDocument(String modelVersion) {
        CRC32 crc = new CRC32();
        crc.update(modelVersion.getBytes(StandardCharsets.UTF_8));
        vectorStamp = HexFormat.of().toHexDigits((int) crc.getValue());
        vectorField = "vector_" + vectorStamp;
    }

    String vectorField() {
        return vectorField;
    }

    Term embeddedByThis() {
        return new Term(EMBEDDED_BY, vectorStamp);
    }

    static Term key(Workspace workspace, String id) {
        return new Term(KEY, workspace.name() + "/" + id);
    }

    Document of(Workspace workspace, StoredGripe stored, float @Nullable [] vector, @Nullable String painPoint) {
        Gripe gripe = stored.gripe();
        Document document = new Document();
        document.add(new StringField(KEY, key(workspace, gripe.id()).text(), Field.Store.NO));
        document.add(new StringField(WORKSPACE, workspace.name(), Field.Store.NO));
        document.add(new SortedDocValuesField(ID, new BytesRef(gripe.id())));
        StringBuilder searched = new StringBuilder(gripe.text());
        for (String tag : gripe.tags()) {
            document.add(new StringField(TAG, folded(tag), Field.Store.NO));
            document.add(new SortedSetDocValuesField(TAG, new BytesRef(tag)));
            searched.append('\n').append(tag);
        }
        if (gripe.place() != null) {
            searched.append('\n').append(gripe.place());
        }
        addLabel(document, PLACE, gripe.place());
        addLabel(document, SOURCE, gripe.source());
        document.add(new TextField(EXACT, gripe.text(), Field.Store.NO));
        document.add(new TextField(TEXT, searched.toString(), Field.Store.NO));
        document.add(new TextField(IDENTIFIERS, searched.toString(), Field.Store.NO));
        document.add(new LongField(HAPPENED_AT, gripe.happenedAt().toInstant().toEpochMilli(), Field.Store.NO));
        Double minutes = gripe.minutes();
        if (minutes != null) {
            document.add(new DoubleDocValuesField(MINUTES, minutes));
            document.add(new DoublePoint(MINUTES, minutes));
        }
        if (painPoint != null) {
            document.add(new StringField(PAIN_POINT, painPoint, Field.Store.NO));
            document.add(new SortedDocValuesField(PAIN_POINT, new BytesRef(painPoint)));
        }
        document.add(new BinaryDocValuesField(RECORD, new BytesRef(StoredForm.write(stored))));
        if (vector != null) {
            document.add(new StringField(EMBEDDED_BY, vectorStamp, Field.Store.NO));
            document.add(new BinaryDocValuesField(vectorField, Vectors.form(vector)));
        }
        return document;
    }

    private static void addLabel(Document document, String field, @Nullable String value) {
        if (value != null) {
            document.add(new StringField(field, folded(value), Field.Store.NO));
            document.add(new SortedDocValuesField(field, new BytesRef(value)));
        }
    }

    /** Without its case, and composed: folding it again changes nothing. */
    static String folded(String value) {
        String lower = Normalizer.normalize(value, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    /** Reads the gripes of one segment, in the order of their documents. Not thread-safe. */
    static Records records(LeafReader reader) throws IOException {
        return new Records(DocValues.getBinary(reader, RECORD));
    }

    record Records(BinaryDocValues values) {
        Gripe at(int document) throws IOException {
            if (!values.advanceExact(document)) {
                throw new IOException("Document " + document + " has no record");
            }
            BytesRef bytes = values.binaryValue();
            return StoredForm.read(Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length))
                    .gripe();
        }
    }
}
