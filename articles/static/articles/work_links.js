/* References to works in the rich text editor. Stored by articles/work_links.py. */

(() => {
  const { React, DraftJS, draftail, wagtail } = window;
  const { EditorState, Modifier } = DraftJS;
  const { DraftUtils } = draftail;
  const { createElement } = React;
  const TYPE = "WORK";

  const locate = (modal) => {
    const [form] = modal.body.find("form");
    modal.ajaxifyForm(form);
    form.querySelector("[data-another]").addEventListener("click", ({ target }) => {
      modal.loadUrl(target.dataset.another);
    });
    const focus = () => {
      form.elements.locator.focus();
      form.elements.locator.select();
    };
    focus();
    // Of a dialog that only now opens, nothing can have the focus before it is shown.
    modal.container.one("shown.bs.modal", focus);
  };

  class WorkSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      const { workChooser } = this.props.entityType.chooserUrls;
      const locatorOf = (id) => `${workChooser}locator/${id}/`;
      const { id, locator } = this.isEdited ? this.props.entity.getData() : {};
      return {
        url: /^\d+$/.test(id) ? locatorOf(id) : workChooser,
        urlParams: locator ? { locator } : {},
        onload: {
          ...new window.ChooserModalOnloadHandlerFactory().getOnLoadHandlers(),
          chosen: (modal, { result }) => modal.loadUrl(locatorOf(result.id)),
          locator: locate,
          located: (modal, { result }) => modal.respond("chosen", result),
        },
        responses: { chosen: this.onChosen },
      };
    }

    /* Whether the caret is in a reference, and not in nothing or in a link. */
    get isEdited() {
      return this.props.entity?.getType() === TYPE;
    }

    get place() {
      const { editorState, entityKey } = this.props;
      return DraftUtils.getEntitySelection(editorState, this.isEdited && entityKey);
    }

    /* The words stand for the reference alone, so a selection gives way to them. */
    onChosen({ text, ...reference }) {
      const { editorState, onComplete } = this.props;
      const content = editorState.getCurrentContent().createEntity(TYPE, "IMMUTABLE", reference);
      const key = content.getLastCreatedEntityKey();
      const changed = Modifier.replaceText(content, this.place, text, null, key);
      this.workflow.close();
      onComplete(EditorState.push(editorState, changed, "insert-characters"));
    }
  }

  class WorkMark extends React.Component {
    constructor(props) {
      super(props);
      this.element = React.createRef();
      this.onRemove = this.onRemove.bind(this);
    }

    /* Draftail would leave the words, which stand for nothing then. */
    onRemove(key) {
      // Wagtail keeps the editor on the field beside it.
      const wrapper = this.element.current.closest("[data-draftail-editor-wrapper]");
      const field = [...wrapper.parentNode.children].find((each) => each.draftailEditor);
      const state = field.draftailEditor.getEditorState();
      const place = DraftUtils.getEntitySelection(state, key);
      const content = Modifier.removeRange(state.getCurrentContent(), place, "backward");
      field.draftailEditor.onChange(EditorState.push(state, content, "remove-range"));
    }

    render() {
      const { contentState, entityKey } = this.props;
      const { title, locator, url } = contentState.getEntity(entityKey).getData();
      const icon = title ? "clipboard-list" : "warning";
      return createElement(
        "span",
        { ref: this.element },
        createElement(draftail.TooltipEntity, {
          ...this.props,
          icon: createElement(wagtail.components.Icon, { name: icon }),
          // Wagtail cuts off what is a text after 20 characters.
          label: createElement(
            "span",
            { className: "work-mark" },
            title || "This work is gone",
            locator && createElement("span", { className: "work-mark__locator" }, locator),
          ),
          url,
          onRemove: this.onRemove,
        }),
      );
    }
  }

  draftail.registerPlugin({ type: TYPE, source: WorkSource, decorator: WorkMark }, "entityTypes");
})();
